/** WhatsApp draws a voice message as 64 bars. */
const BARS = 64;
const LOUDEST = 100;
/** Loudness is noted for stretches of so many samples at first. */
const STRETCH = 40;
/** When there are so many, two each become one: sound of any length takes the same memory. */
const MAX_STRETCHES = 8_192;

/** Loudness of sound that comes in pieces: 16-bit little-endian samples of one channel. */
export interface WaveformMeter {
	add(pcm: Buffer): void;
	/** 64 values from 0 to 100; null of silence, or when there was too little to draw. */
	waveform(): Uint8Array | null;
}

export function createWaveformMeter(): WaveformMeter {
	let stretches: number[] = [];
	let length = STRETCH;
	let count = 0;
	let sum = 0;
	let odd: Buffer = Buffer.alloc(0);

	function addSample(sample: number): void {
		sum += Math.abs(sample);
		count++;
		if (count < length) return;
		stretches.push(sum / length);
		count = 0;
		sum = 0;
		if (stretches.length < MAX_STRETCHES) return;
		stretches = inPairs(stretches);
		length *= 2;
	}

	return {
		add(pcm) {
			const bytes = odd.length > 0 ? Buffer.concat([odd, pcm]) : pcm;
			const end = bytes.length - (bytes.length % 2);
			for (let at = 0; at < end; at += 2) addSample(bytes.readInt16LE(at));
			odd = bytes.subarray(end);
		},
		waveform() {
			if (stretches.length < BARS) return null;
			const bars = Array.from({ length: BARS }, (_, bar) => {
				const from = Math.floor((bar * stretches.length) / BARS);
				const to = Math.floor(((bar + 1) * stretches.length) / BARS);
				return mean(stretches.slice(from, to));
			});
			const loudest = Math.max(...bars);
			if (loudest === 0) return null;
			return Uint8Array.from(bars, (bar) => Math.floor((bar / loudest) * LOUDEST));
		},
	};
}

function inPairs(values: readonly number[]): number[] {
	return Array.from({ length: values.length / 2 }, (_, pair) =>
		mean(values.slice(pair * 2, pair * 2 + 2)),
	);
}

function mean(values: readonly number[]): number {
	return values.reduce((sum, value) => sum + value, 0) / values.length;
}
