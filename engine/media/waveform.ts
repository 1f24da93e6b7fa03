/** WhatsApp draws a voice message as 64 bars. */
const BARS = 64;
const LOUDEST = 100;
/** Loudness is noted for stretches of this many samples, so that an hour of sound takes little memory. */
const STRETCH = 40;

/** Loudness of sound that comes in pieces: 16-bit little-endian samples of one channel. */
export interface WaveformMeter {
	add(pcm: Buffer): void;
	/** 64 values from 0 to 100; null of silence, or when there was too little to draw. */
	waveform(): Uint8Array | null;
}

export function createWaveformMeter(): WaveformMeter {
	const stretches: number[] = [];
	let count = 0;
	let sum = 0;
	let odd: Buffer = Buffer.alloc(0);

	function addSample(sample: number): void {
		sum += Math.abs(sample);
		count++;
		if (count % STRETCH > 0) return;
		stretches.push(sum / STRETCH);
		sum = 0;
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

function mean(values: readonly number[]): number {
	return values.reduce((sum, value) => sum + value, 0) / values.length;
}
