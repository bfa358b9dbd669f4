// Geometry of outlines: corners are [x, y] in 0..1.

const side = ([ax, ay], [bx, by], [cx, cy]) => Math.sign((bx - ax) * (cy - ay) - (by - ay) * (cx - ax));
const between = (a, b, c) => Math.min(a[0], b[0]) <= c[0] && c[0] <= Math.max(a[0], b[0]) && Math.min(a[1], b[1]) <= c[1] && c[1] <= Math.max(a[1], b[1]);

function meet(a, b, c, d) {
  const [s1, s2, s3, s4] = [side(a, b, c), side(a, b, d), side(c, d, a), side(c, d, b)];
  if (s1 !== s2 && s3 !== s4) return true;
  return (s1 === 0 && between(a, b, c)) || (s2 === 0 && between(a, b, d)) || (s3 === 0 && between(c, d, a)) || (s4 === 0 && between(c, d, b));
}

// Whether two edges that are not neighbours meet.
export function crossesItself(corners) {
  const n = corners.length;
  for (let i = 0; i < n; i++) {
    for (let j = i + 2; j < n; j++) {
      if (i === 0 && j === n - 1) continue;
      if (meet(corners[i], corners[(i + 1) % n], corners[j], corners[(j + 1) % n])) return true;
    }
  }
  return false;
}

export const inside = ([x, y]) => [Math.min(1, Math.max(0, x)), Math.min(1, Math.max(0, y))].map((v) => Math.round(v * 1e4) / 1e4);

export const middle = ([ax, ay], [bx, by]) => [(ax + bx) / 2, (ay + by) / 2];

export const area = (corners) => Math.abs(corners.reduce((sum, [x, y], i) => sum + x * corners[(i + 1) % corners.length][1] - corners[(i + 1) % corners.length][0] * y, 0)) / 2;

function holds(corners, [x, y]) {
  let within = false;
  corners.forEach(([ax, ay], i) => {
    const [bx, by] = corners[(i + 1) % corners.length];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) within = !within;
  });
  return within;
}

// Whether two outlines have ground in common.
export function overlap(one, other) {
  const edges = (corners) => corners.map((corner, i) => [corner, corners[(i + 1) % corners.length]]);
  if (edges(one).some(([a, b]) => edges(other).some(([c, d]) => meet(a, b, c, d)))) return true;
  return one.some((corner) => holds(other, corner)) || other.some((corner) => holds(one, corner));
}
