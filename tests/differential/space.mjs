// The memory of one structure of organisation under the WebAssembly kernel: laid out, filled, run.
const PAGE = 65536;

export class Space {
  constructor(image, compiled, stackAt) {
    this.image = image;
    this.rows = image.growing.map((table) => (table.name === "log" ? 1 : table.rows));
    this.memory = new WebAssembly.Memory({ initial: 1 });
    const stack = new WebAssembly.Global({ value: "i32", mutable: true }, stackAt);
    const env = { __linear_memory: this.memory, __stack_pointer: stack };
    this.code = new WebAssembly.Instance(compiled, { env }).exports;
    this.bytes = Buffer.from(image.memory, "base64");
    this.reach(image.base + this.bytes.length);
    new Uint8Array(this.memory.buffer).set(this.bytes, image.base);
  }

  reach(end) {
    const missing = Math.ceil(end / PAGE) - this.memory.buffer.byteLength / PAGE;
    if (missing > 0) this.memory.grow(missing);
    this.view = new DataView(this.memory.buffer);
  }

  whole(address, value) {
    this.view.setBigInt64(address, BigInt(value), true);
  }

  read(address) {
    return Number(this.view.getBigInt64(address, true));
  }

  layOut() {
    let at = this.image.base + this.bytes.length;
    const placed = (size) => {
      const here = at;
      at += Math.ceil(size / 16) * 16;
      return here;
    };
    const places = this.image.growing.map((table, n) => placed(this.rows[n] * table.size));
    const items = this.image.growing.findIndex((table) => table.name === "items");
    const intact = placed(this.rows[items] * this.image.intact.each);
    this.free = at;
    this.reach(at);
    this.image.growing.forEach((table, n) => {
      this.whole(table.place, places[n]);
      this.whole(table.end, this.rows[n] * table.stride);
    });
    this.whole(this.image.intact.place, intact);
  }

  practise(bought, capacity, stops) {
    this.reach(this.free + bought.length * 24);
    bought.forEach(([row, days, scale], n) => {
      this.view.setFloat64(this.free + 24 * n, days, true);
      this.view.setFloat64(this.free + 24 * n + 8, scale, true);
      this.whole(this.free + 24 * n + 16, row);
    });
    const numbers = [this.image.state, this.free, bought.length, capacity].map(BigInt);
    this.code.practise(...numbers, stops ?? Infinity);
  }

  // Returns the rows of tallies; when a table was full it is laid out anew at twice the size.
  run(seed, first, count) {
    const { state, words, width, growing } = this.image;
    const found = [];
    this.view.setBigUint64(words.seed, BigInt(seed), true);
    while (found.length < count) {
      const left = count - found.length;
      this.reach(this.free + left * width * 8);
      const numbers = [state, this.free, first + found.length, left, width].map(BigInt);
      const done = Number(this.code.run(...numbers));
      for (let n = 0; n < done; n++) {
        const at = this.free + n * width * 8;
        found.push(Buffer.from(this.memory.buffer.slice(at, at + width * 8)));
      }
      if (done < left) {
        this.rows[growing.findIndex((table) => table.full === this.read(words.full))] *= 2;
        this.layOut();
      }
    }
    return Buffer.concat(found);
  }

  log(seed, first) {
    const n = this.image.growing.findIndex((table) => table.name === "log");
    const { place, top, size, rows } = this.image.growing[n];
    this.rows[n] = rows;
    this.layOut();
    this.whole(this.image.words.logging, 1);
    this.run(seed, first, 1);
    const at = this.read(place);
    return Buffer.from(this.memory.buffer.slice(at + size, at + this.read(top) * size));
  }
}
