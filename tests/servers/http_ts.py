"""An HTTP server that gives a video file as MPEG-TS, remuxed by FFmpeg at its own pace for each client.

Arguments: the file and the port.
"""

import http.server
import subprocess
import sys

file, port = sys.argv[1:]


class Stream(http.server.BaseHTTPRequestHandler):
    """One client."""

    def do_GET(self) -> None:  # noqa: N802 - the standard library's name
        self.send_response(200)
        self.send_header("Content-Type", "video/mp2t")
        self.end_headers()
        command = ["ffmpeg", "-v", "error", "-re", "-i", file, "-c", "copy", "-f", "mpegts", "-"]
        quiet = subprocess.DEVNULL
        with subprocess.Popen(command, stdin=quiet, stdout=subprocess.PIPE, stderr=quiet) as ffmpeg:
            try:
                while ffmpeg.stdout and (some := ffmpeg.stdout.read1()):
                    self.wfile.write(some)
            except OSError:
                ffmpeg.kill()

    def log_message(self, *_: object) -> None:
        """Keeps the test's output clean."""


http.server.ThreadingHTTPServer(("127.0.0.1", int(port)), Stream).serve_forever()
