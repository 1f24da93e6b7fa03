import { createFrames } from '../../../../../engine/transport/bus/frames';
import { ENCRYPTION_KEY } from '../../support';

const header = { type: 'call', text: 'só ♥' };
const bytes = Buffer.from([0, 1, 2, 255]);

describe('frames', () => {
	const one = createFrames(ENCRYPTION_KEY);
	const another = createFrames(ENCRYPTION_KEY);

	test('another process of the same n8n reads what was sealed', () => {
		const frame = another.open('all', one.seal('all', header, bytes));
		expect(frame.header).toEqual(header);
		expect(frame.bytes.equals(bytes)).toBe(true);
	});

	test('a header alone has no bytes', () => {
		expect(another.open('all', one.seal('all', header))).toEqual({
			header,
			bytes: Buffer.alloc(0),
		});
	});

	test('nothing of it can be read by others, and it is never the same', () => {
		const frame = one.seal('all', header, bytes);
		expect(frame.toString('latin1')).not.toContain('call');
		expect(frame.equals(one.seal('all', header, bytes))).toBe(false);
	});

	test.each([
		['the key is another one', (frame: Buffer) => createFrames('another key').open('all', frame)],
		['it was said elsewhere', (frame: Buffer) => one.open('account:1', frame)],
		['it is of another version', (frame: Buffer) => one.open('all', Buffer.from([9, ...frame]))],
		['it was cut', (frame: Buffer) => one.open('all', frame.subarray(0, -1))],
		['it is something else', () => one.open('all', Buffer.from('{"type":"call"}'))],
		['it is nothing', () => one.open('all', Buffer.alloc(0))],
	])('does not open when %s', (_why, open) => {
		expect(() => open(one.seal('all', header, bytes))).toThrow();
	});

	test('does not open when any byte of it was changed', () => {
		const frame = one.seal('all', header, bytes);
		for (let at = 0; at < frame.length; at++) {
			const changed = Buffer.from(frame);
			changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
			expect(() => another.open('all', changed)).toThrow();
		}
	});
});
