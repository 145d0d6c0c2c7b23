// Where a JPEG says that it was taken: read on the phone, before the photo is made smaller and loses it. Sent only if
// the person agrees.

const EXIF = 0x45786966; // "Exif"
const GPS_IFD = 0x8825;
const HEAD = 256 * 1024; // EXIF stands at the start

/**
 * [latitude, longitude] or null.
 * @param {File} file
 * @returns {Promise<[number, number] | null>}
 */
export async function photoPlace(file) {
  try {
    return placeIn(new DataView(await file.slice(0, HEAD).arrayBuffer()));
  } catch {
    return null; // damaged or foreign EXIF: a photo without a place
  }
}

/** @param {DataView} view */
function placeIn(view) {
  if (view.getUint16(0) !== 0xffd8) return null;
  for (let at = 2; view.getUint8(at) === 0xff; at += 2 + view.getUint16(at + 2)) {
    if (view.getUint8(at + 1) === 0xe1 && view.getUint32(at + 4) === EXIF) return placeInTiff(view, at + 10);
  }
  return null;
}

/**
 * @param {DataView} view
 * @param {number} start
 * @returns {[number, number] | null}
 */
function placeInTiff(view, start) {
  const little = view.getUint16(start) === 0x4949;
  /** @param {number} at */
  const short = (at) => view.getUint16(start + at, little);
  /** @param {number} at */
  const long = (at) => view.getUint32(start + at, little);
  /** @param {number} at */
  const entries = (at) => {
    /** @type {Map<number, number>} */
    const found = new Map();
    for (let i = 0; i < short(at); i += 1) found.set(short(at + 2 + 12 * i), at + 10 + 12 * i);
    return found;
  };
  const pointer = entries(long(4)).get(GPS_IFD);
  if (pointer === undefined) return null;
  const gps = entries(long(pointer));
  /** @param {number} tag */
  const where = (tag) => {
    const at = gps.get(tag);
    if (at === undefined) throw new Error("a photo that knows no place");
    return at;
  };
  /** @type {(tag: number, negative: string) => number} */
  const degrees = (tag, negative) => {
    const at = long(where(tag + 1));
    const [whole, minutes, seconds] = [0, 8, 16].map((offset) => long(at + offset) / long(at + offset + 4));
    const value = whole + minutes / 60 + seconds / 3600;
    return view.getUint8(start + where(tag)) === negative.charCodeAt(0) ? -value : value;
  };
  const [latitude, longitude] = [degrees(1, "S"), degrees(3, "W")];
  const fits = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 && (latitude || longitude);
  return fits ? [latitude, longitude] : null;
}
