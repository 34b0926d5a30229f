// Figures as the text report shows them: three digits that matter, halves rounded up, from the digits of the JSON.

/** Exact decimal of a number: its digits as a BigInt and how many of them are behind the point. */
function decimal(number, significant) {
  const [mantissa, exponent] = Math.abs(number).toExponential().split("e");
  const [whole, part = ""] = mantissa.split(".");
  let digits = BigInt(whole + part);
  let scale = part.length - Number(exponent);
  const excess = String(digits).length - significant;
  if (excess > 0) {
    digits = roundedBy(digits, excess);
    scale -= excess;
  }
  return { digits, scale };
}

function roundedBy(digits, places) {
  const unit = 10n ** BigInt(places);
  return (digits + unit / 2n) / unit;
}

function plain({ digits, scale }) {
  if (scale <= 0) {
    return String(digits * 10n ** BigInt(-scale));
  }
  const text = String(digits).padStart(scale + 1, "0");
  return (text.slice(0, -scale) + "." + text.slice(-scale)).replace(/\.?0+$/, "");
}

function grouped(digits) {
  return String(digits).replace(/\B(?=(\d{3})+$)/g, ",");
}

function isKnown(number) {
  return typeof number === "number" && Number.isFinite(number);
}

/** `61,000`, `8.45`; `-` if not known. */
function number(value) {
  if (!isKnown(value)) {
    return "-";
  }
  if (value === 0) {
    return "0";
  }
  const sign = value < 0 ? "-" : "";
  const json = decimal(value, 9);
  const { digits, scale } = json;
  let three = { digits, scale };
  const excess = String(digits).length - 3;
  if (excess > 0) {
    three = { digits: roundedBy(digits, excess), scale: scale - excess };
  }
  const size = Number(plain(three));
  if (size >= 100) {
    return sign + grouped(scale <= 0 ? digits * 10n ** BigInt(-scale) : roundedBy(digits, scale));
  }
  if (size < 0.001) {
    return "<0.001";
  }
  if (three.scale > 3) {
    three = { digits: roundedBy(three.digits, three.scale - 3), scale: 3 };
  }
  return sign + plain(three);
}

/** `1,234,567` of a whole number. */
function count(value) {
  return isKnown(value) ? (value < 0 ? "-" : "") + grouped(BigInt(Math.abs(value))) : "-";
}

/** `0.42 ms`, `4.57 s`, `12.3 min`. */
function millis(value) {
  if (!isKnown(value)) {
    return "-";
  }
  const size = Math.abs(value);
  if (size < 999.5) {
    return number(value) + " ms";
  }
  return size < 119500 ? number(value / 1000) + " s" : number(value / 60000) + " min";
}

/** `12.3 %` of a whole; `-` of nothing. */
function share(part, whole) {
  return isKnown(part) && whole > 0 ? number((100 * part) / whole) + " %" : "-";
}

/** `8 kB`, `1.42 GB`: units of 1024. */
function bytes(value) {
  if (!isKnown(value) || value < 1024) {
    return isKnown(value) ? value + " B" : "-";
  }
  const units = ["kB", "MB", "GB", "TB", "PB", "EB"];
  let size = value;
  let unit = -1;
  while (size >= 1023.5 && unit < units.length - 1) {
    size /= 1024;
    unit++;
  }
  return number(size) + " " + units[unit];
}

function counted(value, noun) {
  return count(value) + " " + noun + (value === 1 ? "" : "s");
}
