// The folded rules of a zone: hours, vehicles, smallest size, same vehicle; each says its value while it is folded.

const words = JSON.parse(document.getElementById("zones").dataset.words);
const row = document.getElementById("time-row").content.firstElementChild;
const FIRST = { days: [0, 1, 2, 3, 4, 5, 6], start: "08:00", end: "20:00" };
const most = JSON.parse(document.getElementById("zones").dataset.most);

const at = (node) => [...node.closest("ol").children].indexOf(node.closest("li"));

// What typing into a field of a rule changes.
export const TAKE = {
  when: (zone, input) => (zone.hours = input.value === "always" ? [] : zone.hours.length ? zone.hours : [structuredClone(FIRST)]),
  day: (zone, input) => {
    const window = zone.hours[at(input)];
    window.days = [0, 1, 2, 3, 4, 5, 6].filter((day) => (day === Number(input.value) ? input.checked : window.days.includes(day)));
  },
  start: (zone, input) => (zone.hours[at(input)].start = input.value),
  end: (zone, input) => (zone.hours[at(input)].end = input.value),
  // None of them means all of them.
  vehicle: (zone, input) => {
    const others = zone.vehicles.filter((kind) => kind !== input.value);
    zone.vehicles = !input.value ? [] : input.checked ? [...others, input.value] : others;
  },
  size: (zone, input) => (zone.min_size = Number(input.value)),
  same: (zone, input) => (zone.same_vehicle_s = Number(input.value)),
};

export const ACT = {
  time: (zone) => zone.hours.push(structuredClone(zone.hours.at(-1))),
  untime: (zone, button) => zone.hours.splice(at(button), 1),
};

export function fillRules(card, zone) {
  const value = (rule, text) => (card.querySelector(`[data-rule="${rule}"] [data-value]`).textContent = text);
  value("lanes", zone.lanes.length || words.none);
  fillHours(card, zone.hours);
  value("hours", zone.hours.length ? zone.hours.map(inWords).join(", ") : words.always);
  const chips = [...card.querySelectorAll('[data-field="vehicle"]')];
  for (const chip of chips) chip.checked = chip.value ? zone.vehicles.includes(chip.value) : zone.vehicles.length === 0;
  value("vehicles", chips.filter((chip) => chip.checked).map((chip) => chip.parentNode.textContent.trim()).join(", ") || words.all);
  const sizes = [...card.querySelectorAll('[data-field="size"]')];
  for (const chip of sizes) chip.checked = Number(chip.value) === zone.min_size;
  value("size", sizes.find((chip) => chip.checked)?.parentNode.textContent.trim() ?? `${Math.round(zone.min_size * 100)} %`);
  const same = card.querySelector('[data-field="same"]');
  if (![...same.options].some((one) => Number(one.value) === zone.same_vehicle_s)) same.add(new Option(`${zone.same_vehicle_s} s`, zone.same_vehicle_s));
  same.value = zone.same_vehicle_s;
  value("same", same.selectedOptions[0].textContent);
}

function fillHours(card, hours) {
  for (const chip of card.querySelectorAll('[data-field="when"]')) chip.checked = (chip.value === "always") === (hours.length === 0);
  card.querySelector("[data-only]").hidden = hours.length === 0;
  card.querySelector('[data-act="time"]').disabled = hours.length >= most.hours;
  const list = card.querySelector("[data-times]");
  while (list.children.length > hours.length) list.lastElementChild.remove();
  while (list.children.length < hours.length) list.append(row.cloneNode(true));
  hours.forEach(({ days, start, end }, i) => {
    const one = list.children[i];
    for (const day of one.querySelectorAll('[data-field="day"]')) day.checked = days.includes(Number(day.value));
    for (const [field, time] of Object.entries({ start, end })) {
      const input = one.querySelector(`[data-field="${field}"]`);
      if (input !== document.activeElement) input.value = time;
    }
    const over = start && end && start >= end && end !== "00:00";
    one.querySelector("[data-until]").textContent = start && start === end ? words.whole_day : over ? words.next_day.replace("{time}", end) : "";
  });
}

// "lun–ven 22:00–06:00"
function inWords({ days, start, end }) {
  const short = (day) => words.days[day].replace(".", "");
  const runs = days.reduce((found, day) => {
    if (found.at(-1)?.at(-1) === day - 1) found.at(-1).push(day);
    else found.push([day]);
    return found;
  }, []);
  const named = runs.map((run) => (run.length > 2 ? `${short(run[0])}–${short(run.at(-1))}` : run.map(short).join(", "))).join(", ");
  return `${days.length === 7 ? words.every_day : named} ${start}–${end}`;
}
