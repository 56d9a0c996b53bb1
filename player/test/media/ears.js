// Listens to a tone in the sound thread: how long it was silent at a stretch, and how much of it was heard.
/* global AudioWorkletProcessor, registerProcessor, sampleRate */
class Ears extends AudioWorkletProcessor {
  constructor() {
    super();
    this.clear();
    this.port.onmessage = () => {
      const inMs = (samples) => (samples * 1000) / sampleRate;
      this.port.postMessage({ silentMs: inMs(this.longest), heardMs: inMs(this.heard) });
      this.clear();
    };
  }

  clear() {
    this.heard = this.run = this.longest = 0;
  }

  process([input]) {
    for (let at = 0; at < 128; at += 1) {
      // A tone crosses zero for a moment; a gap stays there.
      if (Math.abs(input[0]?.[at] ?? 0) > 0.002) this.run = 0;
      else this.run += 1;
      if (this.run === 0) this.heard += 1;
      this.longest = Math.max(this.longest, this.run);
    }
    return true;
  }
}

registerProcessor('ears', Ears);
