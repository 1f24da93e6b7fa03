import { oggSeconds } from '../../../../engine/media/ogg';
import { createWaveformMeter } from '../../../../engine/media/waveform';

describe('the drawing of a voice message', () => {
	const pcm = (samples: number, loudness: (index: number) => number) => {
		const bytes = Buffer.alloc(samples * 2);
		for (let index = 0; index < samples; index++) {
			bytes.writeInt16LE(loudness(index) * (index % 2 ? -1 : 1), index * 2);
		}
		return bytes;
	};

	test('grows with the sound, in 64 bars from 0 to 100', () => {
		const meter = createWaveformMeter();
		meter.add(pcm(64_000, (index) => Math.floor(index / 2)));
		const bars = [...(meter.waveform() ?? [])];
		expect(bars).toHaveLength(64);
		expect(bars[0]).toBeLessThan(3);
		expect(bars.at(-1)).toBe(100);
		expect(bars).toEqual(bars.toSorted((a, b) => a - b));
	});

	test('is the same of a long sound, which is not remembered as closely', () => {
		const meter = createWaveformMeter();
		meter.add(pcm(1_000_000, (index) => Math.floor(index / 32)));
		const bars = [...(meter.waveform() ?? [])];
		expect(bars).toHaveLength(64);
		expect(bars[32]).toBeGreaterThanOrEqual(49);
		expect(bars[32]).toBeLessThanOrEqual(51);
		expect(bars).toEqual(bars.toSorted((a, b) => a - b));
	});

	test('does not depend on how the sound is cut', () => {
		const sound = pcm(20_000, (index) => (index * 37) % 20_000);
		const whole = createWaveformMeter();
		whole.add(sound);
		const cut = createWaveformMeter();
		for (let at = 0; at < sound.length; at += 333) cut.add(sound.subarray(at, at + 333));
		expect(cut.waveform()).toEqual(whole.waveform());
	});

	test('is none of silence, and of less than can be drawn', () => {
		const silent = createWaveformMeter();
		silent.add(pcm(64_000, () => 0));
		expect(silent.waveform()).toBeNull();
		const short = createWaveformMeter();
		short.add(pcm(100, () => 1_000));
		expect(short.waveform()).toBeNull();
	});
});

describe('the length of an OGG/Opus file', () => {
	const page = (samples: bigint) => {
		const header = Buffer.alloc(27);
		header.write('OggS');
		header.writeBigInt64LE(samples, 6);
		return header;
	};

	test('is in its last page', () => {
		expect(oggSeconds(Buffer.concat([page(0n), page(48_000n), page(48_000n * 61n)]))).toBe(61);
	});

	test('is unknown of anything else', () => {
		expect(oggSeconds(Buffer.from('nothing of the kind'))).toBeNull();
		expect(oggSeconds(Buffer.from('OggS'))).toBeNull();
		expect(oggSeconds(page(-1n))).toBeNull();
	});
});
