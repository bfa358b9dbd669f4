"""Run by Alembic at every start of the console, on the connection it is given."""

from alembic import context

connection = context.config.attributes["connection"]
context.configure(connection=connection, render_as_batch=True)
connection.exec_driver_sql("BEGIN IMMEDIATE")
context.run_migrations()
connection.commit()
