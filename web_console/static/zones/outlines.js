// A list of drawn outlines (the lanes of a zone, the hidden parts): one row each, to choose it and to remove it.

const pattern = document.getElementById("outline-row").content.firstElementChild;

// chosen: the number of the one that is chosen, or undefined.
export function drawOutlines(list, count, chosen, name) {
  while (list.children.length > count) list.lastElementChild.remove();
  while (list.children.length < count) list.append(pattern.cloneNode(true));
  [...list.children].forEach((row, i) => {
    const [choose, remove] = row.querySelectorAll("button");
    choose.textContent = name.replace("{n}", i + 1);
    choose.setAttribute("aria-pressed", i === chosen);
    remove.lastElementChild.textContent = list.dataset.remove.replace("{n}", i + 1);
  });
}

// told: {choose(number), remove(number)}
export function listen(list, told) {
  list.addEventListener("click", (event) => {
    const act = event.target.closest("button")?.dataset.act;
    if (!act) return;
    event.stopPropagation(); // it is no tap on the card around it
    told[act]([...list.children].indexOf(event.target.closest("li")));
  });
}
