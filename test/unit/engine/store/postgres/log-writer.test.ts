import { createBodies } from '../../../../../engine/store/postgres/bodies';
import {
	createLogWriter,
	placeOfRow,
	type Loss,
} from '../../../../../engine/store/postgres/log-writer';
import { unpack } from '../../../../../engine/store/postgres/packing';

const KIB = 1024;

function startWriter(seq = 0) {
	const sealing = createBodies('key')('account');
	const losses: (Loss | undefined)[] = [];
	let asked = 0;
	const writer = createLogWriter({
		claim: { account: 'account', owner: 'me', epoch: '1', seq },
		sealing,
		onPending: () => asked++,
		onEnd: (loss) => losses.push(loss),
	});
	/** The next row, and what is in it as a text. */
	function next() {
		const row = writer.next();
		if (!row) throw new Error('There is nothing to write');
		return { row, text: unpack(sealing.open(row.body, placeOfRow(row.seq))).join() };
	}
	return {
		writer,
		losses,
		asked: () => asked,
		append: (...texts: string[]) => texts.forEach((text) => writer.append(Buffer.from(text))),
		next,
		writeNext: () => {
			const { row, text } = next();
			writer.confirm(row);
			return `${row.seq}: ${text}`;
		},
	};
}

describe('What is written to a log', () => {
	test('shares a row until it is on its way; rows follow upon the claim', () => {
		const { append, next, writeNext, asked } = startWriter(7);
		append('a', 'b');
		expect(asked()).toBe(2);
		const { row } = next();
		append('c', 'd');
		expect(next().row).toEqual(row);
		expect(writeNext()).toBe('8: a,b');
		expect(writeNext()).toBe('9: c,d');
	});

	test('is in several rows where it is much', () => {
		const { append, writer, writeNext } = startWriter();
		const large = 'x'.repeat(200 * KIB);
		append(large, large, large, 'y');
		expect(writeNext()).toBe(`1: ${large},${large}`);
		expect(writeNext()).toBe(`2: ${large},y`);
		expect(writer.isPending()).toBe(false);
	});

	test('is saved when its row is confirmed, and all before', async () => {
		const { append, writer, writeNext, next } = startWriter();
		expect(writer.saving()).toBeUndefined();
		append('a');
		const first = writer.saving();
		next();
		append('b');
		const second = writer.saving();
		writeNext();
		await first;
		expect(await Promise.race([second, Promise.resolve('waits')])).toBe('waits');
		writeNext();
		await second;
		expect(writer.saving()).toBeUndefined();
	});

	test('is confirmed once', () => {
		const { append, writer, next } = startWriter();
		append('a');
		const { row } = next();
		writer.confirm(row);
		append('b');
		writer.confirm(row);
		expect(next().text).toBe('b');
	});

	test('is not saved when the claim is lost', async () => {
		const { append, writer, losses } = startWriter();
		append('a');
		const saving = writer.saving();
		writer.lose('fenced');
		await expect(saving).rejects.toMatchObject({ code: 'STORE_FAILED', retryable: true });
		append('b');
		await expect(writer.saving()).rejects.toMatchObject({ code: 'STORE_FAILED' });
		expect(writer.isPending()).toBe(false);
		writer.lose('behind');
		writer.close();
		expect(losses).toEqual(['fenced']);
	});

	test('is not saved when it is closed before', async () => {
		const { append, writer, losses, next } = startWriter();
		append('a');
		const saving = writer.saving();
		const { row } = next();
		writer.close();
		await expect(saving).rejects.toMatchObject({ code: 'STORE_FAILED' });
		writer.confirm(row);
		await expect(writer.saving()).rejects.toMatchObject({ code: 'STORE_FAILED' });
		expect(losses).toEqual([undefined]);
	});

	test('is not kept without end while the database is away', async () => {
		const { append, writer, losses } = startWriter();
		const large = 'x'.repeat(1024 * KIB);
		for (let mebibytes = 0; mebibytes < 64; mebibytes++) append(large);
		expect(losses).toEqual([]);
		append('y');
		expect(losses).toEqual(['full']);
		await expect(writer.saving()).rejects.toMatchObject({ code: 'STORE_FAILED' });
	});
});

describe('A database that has lost rows which it had confirmed', () => {
	test('gets them again, in order, and what came since', () => {
		const { append, writer, writeNext } = startWriter();
		for (const text of ['a', 'b', 'c']) {
			append(text);
			writeNext();
		}
		append('d');
		writer.fallBack(1);
		append('e');
		expect([writeNext(), writeNext(), writeNext()]).toEqual(['2: b', '3: c', '4: d,e']);
		expect(writer.isPending()).toBe(false);
	});

	test('does not get those that are not kept: the account is lost', () => {
		const { append, writer, losses, next } = startWriter();
		const rows = ['a', 'b', 'c'].map((text) => {
			append(text);
			const { row } = next();
			writer.confirm(row);
			return row;
		});
		rows.slice(0, 2).forEach(writer.forget);
		writer.fallBack(2);
		expect(losses).toEqual([]);
		expect(next().text).toBe('c');
		// It waits again, so it stays.
		rows.slice(2).forEach(writer.forget);
		expect(next().text).toBe('c');
		writer.fallBack(1);
		expect(losses).toEqual(['behind']);
	});
});
