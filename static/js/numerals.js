// Numbers that a script writes, in the digits of the page; the server writes all others.
const ARABIC = "٠١٢٣٤٥٦٧٨٩";

export function figures(value) {
  const text = String(value);
  if (document.documentElement.dataset.numerals !== "arab") return text;
  return text.replace(/[0-9]/g, (digit) => ARABIC[Number(digit)]).replaceAll("%", "٪");
}
