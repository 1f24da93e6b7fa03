import { setImmediate as turn } from 'node:timers/promises';
import { createLocks } from '../../../../engine/whatsapp/locks';
import { deferred } from '../support';

function bench() {
	const locks = createLocks();
	const log: string[] = [];
	const run = (key: string, name: string) => {
		const work = deferred<string>();
		const result = locks.run(key, () => {
			log.push(name);
			return work.promise;
		});
		return { ...work, result };
	};
	return { log, run };
}

describe('Work under one lock', () => {
	test('is done one at a time, in the order of the calls', async () => {
		const { log, run } = bench();
		const first = run('a', 'first');
		run('a', 'second');
		await turn();
		expect(log).toEqual(['first']);
		first.resolve('');
		await turn();
		expect(log).toEqual(['first', 'second']);
	});

	test('does not wait for work under another lock', async () => {
		const { log, run } = bench();
		run('a', 'a');
		run('b', 'b');
		await turn();
		expect(log).toEqual(['a', 'b']);
	});

	test('gives its result or its error to who asked, and goes on after an error', async () => {
		const { log, run } = bench();
		const first = run('a', 'first');
		const second = run('a', 'second');
		first.reject(new Error('broken'));
		second.resolve('done');
		await expect(first.result).rejects.toThrow('broken');
		await expect(second.result).resolves.toBe('done');
		expect(log).toEqual(['first', 'second']);
	});

	test('can be taken again when all is done', async () => {
		const { log, run } = bench();
		const first = run('a', 'first');
		first.resolve('');
		await first.result;
		await turn();
		run('a', 'second');
		await turn();
		expect(log).toEqual(['first', 'second']);
	});
});
