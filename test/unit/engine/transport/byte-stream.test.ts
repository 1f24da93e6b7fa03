import { once } from 'node:events';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { MessageChannel, Worker } from 'node:worker_threads';
import { readFromPort, writeToPort } from '../../../../engine/transport/byte-stream';
import { EngineError } from '../../../../engine/gateway/errors';

const MB = 1024 * 1024;

/** What comes out at the other end of a port. */
function sent(source: Readable): Readable {
	const { port1, port2 } = new MessageChannel();
	writeToPort(source, port1);
	return readFromPort(port2);
}

describe('a stream across a port', () => {
	test('brings the same bytes, however they are cut', async () => {
		const chunks = [Buffer.alloc(3 * MB, 'abc'), Buffer.from('d'), Buffer.alloc(0), 'é'];
		const wanted = Buffer.concat(chunks.map((chunk) => Buffer.from(chunk)));
		const received = await buffer(sent(Readable.from(chunks)));
		expect(received.equals(wanted)).toBe(true);
	});

	test('brings nothing, where there is nothing', async () => {
		expect(await buffer(sent(Readable.from([])))).toHaveLength(0);
	});

	test('leaves the bytes that it sent to their owner', async () => {
		const mine = Buffer.from('mine');
		await buffer(sent(Readable.from([mine])));
		expect(mine.toString()).toBe('mine');
	});

	test('lets a fast source wait for a slow reader', async () => {
		let made = 0;
		const source = Readable.from(
			(function* () {
				for (;;) {
					made++;
					yield Buffer.alloc(MB);
				}
			})(),
			{ highWaterMark: 1 },
		);
		const received = sent(source);
		await once(received, 'readable');
		// Enough turns for whatever would still come by itself.
		for (let turn = 0; turn < 100; turn++) await new Promise(setImmediate);
		expect(made).toBeLessThan(6);
		received.destroy();
	});

	test('carries an error of ours, and of others only that there was one', async () => {
		const ours = new EngineError('MEDIA_TOO_LARGE', 'Too large.', 'Smaller.');
		const failing = (error: Error) =>
			new Readable({
				read() {
					this.destroy(error);
				},
			});
		await expect(buffer(sent(failing(ours)))).rejects.toMatchObject({ code: 'MEDIA_TOO_LARGE' });
		const theirs = new Error('https://example.com/?token=secret');
		await expect(buffer(sent(failing(theirs)))).rejects.toMatchObject({
			code: 'MEDIA_UNREACHABLE',
			message: 'The file stopped coming before its end.',
		});
	});

	test('ends its source when the reader gives up', async () => {
		const source = new Readable({ read: () => undefined });
		const received = sent(source);
		received.destroy();
		await once(source, 'close');
		expect(source.destroyed).toBe(true);
	});

	test('fails when the thread at the other end dies', async () => {
		const { port1, port2 } = new MessageChannel();
		const received = readFromPort(port1);
		const thread = new Worker(
			'const { workerData } = require("node:worker_threads"); workerData.on("message", () => process.exit());',
			{ eval: true, workerData: port2, transferList: [port2] },
		);
		await expect(buffer(received)).rejects.toMatchObject({ code: 'MEDIA_UNREACHABLE' });
		await thread.terminate();
	});
});
