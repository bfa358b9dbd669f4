// The plan: shows outlines and corners, and tells which corner was dragged where. It keeps no outlines itself.

import { crossesItself, inside, middle } from "./shape.js";

const NS = "http://www.w3.org/2000/svg";
const CORNER_PX = 11;
const TOUCH_PX = 24; // radius: a thumb needs 48 px
const STEP = 0.01;
const words = JSON.parse(document.getElementById("zones").dataset.words);

export class Board {
  // told: {tapped(point), chosen(shape), grabbed(), dragged(corner, point), split(edge, point), cornerChosen(corner), removed()}
  constructor(svg, told) {
    this.svg = svg;
    this.told = told;
    this.height = 900;
    svg.addEventListener("pointerdown", (event) => this.down(event));
    svg.addEventListener("pointermove", (event) => this.held !== undefined && this.told.dragged(this.held, this.at(event)));
    for (const end of ["pointerup", "pointercancel"]) svg.addEventListener(end, () => (this.held = undefined));
    svg.addEventListener("click", (event) => this.click(event));
    svg.addEventListener("keydown", (event) => this.key(event));
    new ResizeObserver(() => this.state && this.draw(this.state)).observe(svg);
  }

  // A picture under the plan, or none; the plan takes its proportions.
  under(address, width, height) {
    this.height = Math.round((1600 * height) / width);
    this.svg.setAttribute("viewBox", `0 0 1600 ${this.height}`);
    const plan = this.svg.querySelector("#plan");
    plan.setAttribute("height", this.height);
    if (address) plan.setAttribute("href", address);
    else plan.removeAttribute("href");
    this.draw(this.state);
  }

  at(event) {
    const { x, y } = new DOMPoint(event.clientX, event.clientY).matrixTransform(this.svg.getScreenCTM().inverse());
    return inside([x / 1600, y / this.height]);
  }

  down(event) {
    const { corner, edge } = event.target.dataset;
    if (corner === undefined && edge === undefined) return;
    this.told.grabbed();
    if (edge !== undefined) this.told.split(Number(edge), this.at(event));
    this.held = edge === undefined ? Number(corner) : Number(edge) + 1;
    this.moved = true; // the click that follows is not a tap on the plan
    this.told.cornerChosen(this.held);
    this.svg.setPointerCapture(event.pointerId);
  }

  click(event) {
    if (this.moved) {
      this.moved = false;
      return;
    }
    if (this.state.drawing) this.told.tapped(this.at(event));
    else if (event.target.dataset.shape !== undefined) this.told.chosen(Number(event.target.dataset.shape));
  }

  key(event) {
    const { corner, edge, shape } = event.target.dataset;
    if (shape !== undefined && ["Enter", " "].includes(event.key)) this.told.chosen(Number(shape));
    else if (edge !== undefined && ["Enter", " "].includes(event.key)) this.splitByKey(Number(edge));
    else if (corner !== undefined && ["Delete", "Backspace"].includes(event.key)) this.told.removed();
    else if (corner !== undefined && event.key.startsWith("Arrow")) this.nudge(Number(corner), event.key);
    else return;
    event.preventDefault();
  }

  polygon() {
    return this.state.shapes[this.state.chosen].polygon;
  }

  splitByKey(edge) {
    const corners = this.polygon();
    this.told.grabbed();
    this.told.split(edge, inside(middle(corners[edge], corners[(edge + 1) % corners.length])));
    this.told.cornerChosen(edge + 1);
  }

  nudge(corner, key) {
    const [x, y] = this.polygon()[corner];
    const by = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] }[key];
    this.told.grabbed();
    this.told.dragged(corner, inside([x + by[0], y + by[1]]));
  }

  // state: {shapes: [{what, polygon, label, mark}], chosen, drawing, corner, size}; the last shape lies on top.
  draw(state) {
    this.state = state;
    const focused = document.activeElement?.closest?.("#board") ? document.activeElement.id : "";
    this.svg.classList.toggle("is-drawing", state.drawing);
    this.svg.querySelector("#shapes").replaceChildren(...state.shapes.flatMap((shape, i) => this.shape(shape, i)));
    this.svg.querySelector("#corners").replaceChildren(...(state.chosen >= 0 ? this.corners(this.polygon()) : []));
    this.svg.querySelector("#size").replaceChildren(...this.box(state.size));
    if (focused) document.getElementById(focused)?.focus();
  }

  shape({ what, polygon, label, mark }, i) {
    if (polygon.length === 0) return [];
    const mine = i === this.state.chosen;
    const open = mine && this.state.drawing;
    const points = polygon.map((corner) => this.units(corner).join(",")).join(" ");
    const wrong = crossesItself(polygon) && !open ? " is-wrong" : "";
    const shape = make(open ? "polyline" : "polygon", { points, class: `shape ${what}${mine ? " is-chosen" : ""}${wrong}`, "data-shape": i, id: `shape-${i}` });
    if (!mine) Object.entries({ tabindex: 0, role: "button", "aria-label": label }).forEach(([k, v]) => shape.setAttribute(k, v));
    const [x, y] = this.centre(polygon);
    const number = make("text", { x, y, class: "zone-mark", "font-size": this.px(22), "aria-hidden": "true" });
    number.textContent = mark;
    return [shape, number];
  }

  // The box of `size.area` (of the picture) in the middle of `size.polygon`, in the proportions of a car.
  box(size) {
    if (!size?.polygon.length) return [];
    const height = Math.sqrt((size.area * 1600 * this.height) / 1.6);
    const [x, y] = this.centre(size.polygon);
    return [make("rect", { x: x - 0.8 * height, y: y - height / 2, width: 1.6 * height, height, class: "size-box" })];
  }

  centre(polygon) {
    return polygon.map((corner) => this.units(corner)).reduce(([a, b], [c, d]) => [a + c / polygon.length, b + d / polygon.length], [0, 0]);
  }

  corners(polygon) {
    const drawing = this.state.drawing;
    const edges = drawing ? [] : polygon.map((corner, i) => this.dot(middle(corner, polygon[(i + 1) % polygon.length]), 0.6, "edge", i, words.edge));
    const corners = polygon.map((corner, i) => this.dot(corner, 1, "corner", i, words.corner.replace("{n}", i + 1)));
    return [...edges, ...corners].flat();
  }

  // A dot to see, and a larger one that nobody sees, for thumbs.
  dot(corner, size, what, i, label) {
    const [cx, cy] = this.units(corner);
    const chosen = what === "corner" && i === this.state.corner ? " is-chosen" : "";
    const seen = make("circle", { cx, cy, r: this.px(CORNER_PX * size), class: `${what}${chosen}` });
    const touch = make("circle", { cx, cy, r: this.px(TOUCH_PX * (size < 1 ? 0.75 : 1)), class: "touch", id: `${what}-${i}`, tabindex: 0, role: "button", "aria-label": label, [`data-${what}`]: i });
    return [seen, touch];
  }

  units([x, y]) {
    return [x * 1600, y * this.height];
  }

  px(length) {
    return (length * 1600) / (this.svg.clientWidth || 1600);
  }
}

export function make(name, attributes) {
  const node = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  return node;
}
