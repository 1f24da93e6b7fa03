import { DEFAULT_CONNECTION_CONFIG } from '@whiskeysockets/baileys';
import { collect, link, OWNER, untilAcked, untilConnected, useBench, type Bench } from './support';

const BUILT_IN = DEFAULT_CONNECTION_CONFIG.version[2];
const HOUR = 60 * 60_000;

describe('linking', () => {
	/** The revision that WhatsApp's page names. */
	let page: number;
	beforeEach(() => {
		page = BUILT_IN;
	});
	const bench = useBench({
		each: true,
		linked: false,
		askVersion: async () => [2, 3000, page],
	});

	const byCode = () => bench.host.request(bench.account, 'session.linkByCode', {});
	const byQr = () => bench.host.request(bench.account, 'session.linkByQr', {});
	const status = () => bench.host.request(bench.account, 'session.status', {});
	const untilLoggedOut = () =>
		bench.simulator.traffic.waitFor(
			({ stanza, direction }) =>
				direction === 'in' &&
				Array.isArray(stanza.content) &&
				stanza.content[0]?.tag === 'remove-companion-device',
		);
	const typed = (code: string | null) => (code ?? '').replace('-', '');

	test('ten dialogs opened at once show one code', async () => {
		const offers = await Promise.all(Array.from({ length: 10 }, byCode));
		expect(new Set(offers.map(({ code }) => code)).size).toBe(1);
		expect(offers[0]?.code).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
		expect(offers[0]?.status.state).toBe('WAITING');
		// ... and opened again later, still the same.
		expect((await byCode()).code).toBe(offers[0]?.code);
		expect(bench.simulator.statistics(OWNER).pairingCodesRequested).toBe(1);
	});

	test('a QR code links too, and a linked number has no more codes to show', async () => {
		const { png, text } = await byQr();
		expect(
			Buffer.from(png ?? '', 'base64')
				.subarray(1, 4)
				.toString(),
		).toBe('PNG');
		const events = await collect(bench, ['session.connected']);
		await bench.phone.scan(text ?? '');
		expect(await events.next('session.connected')).toMatchObject({ state: 'LINKED' });
		expect(await byQr()).toMatchObject({ png: null, status: { state: 'LINKED', phone: OWNER } });
		expect(await byCode()).toMatchObject({ code: null });
		await events.close();
	});

	test('a QR code whose secret WhatsApp retires at the first scan is shown with another one, and links', async () => {
		const { phone } = bench;
		const first = await byQr();
		bench.simulator.faults.retireQrSecret();
		await expect(phone.scan(first.text ?? '')).rejects.toThrow("Couldn't link device");
		await untilAcked(bench.simulator, { type: 'companion_reg_refresh' });
		const second = await byQr();
		const reference = (text: string | null) => text?.split(',')[0];
		expect(reference(second.text)).toBe(reference(first.text));
		expect(second.expiresAt).toBe(first.expiresAt);
		await expect(phone.scan(first.text ?? '')).rejects.toThrow("Couldn't link device");
		await phone.scan(second.text ?? '');
		expect(await untilConnected(bench)).toMatchObject({ state: 'LINKED', phone: OWNER });
	});

	test('a code that WhatsApp takes no longer is not one that was typed: the next one links', async () => {
		const { code } = await byCode();
		const { phone } = bench;
		phone.retireCode();
		await untilAcked(bench.simulator, { type: 'link_code_companion_reg' });
		bench.clock.skip(15_000);
		expect(await status()).toMatchObject({ state: 'WAITING', lastError: null });
		const next = await byCode();
		expect(next.code).not.toBe(code);
		await phone.typeCode(typed(next.code));
		expect(await untilConnected(bench)).toMatchObject({ state: 'LINKED' });
	});

	test('a wrong code on the phone ends in words, and the next code works', async () => {
		const { code } = await byCode();
		const { phone } = bench;
		const wrong = typed(code) === 'AAAAAAAA' ? 'BBBBBBBB' : 'AAAAAAAA';
		await expect(phone.typeCode(wrong)).rejects.toThrow();
		expect((await status()).state).toBe('LINKING');
		bench.clock.skip(15_000);
		expect(await status()).toMatchObject({ state: 'UNLINKED', lastError: { code: 'REJECTED' } });

		const next = await byCode();
		expect(next.code).not.toBe(code);
		await phone.typeCode(typed(next.code));
		expect(await untilConnected(bench)).toMatchObject({ state: 'LINKED', lastError: null });
	});

	test('a version that WhatsApp refuses is replaced by the one that its page names, for good', async () => {
		bench.simulator.faults.refuseVersionsBefore(BUILT_IN + 1);
		await expect(byCode()).rejects.toMatchObject({ code: 'OUTDATED' });
		page = BUILT_IN + 1;
		expect(await link(bench)).toMatchObject({ state: 'LINKED' });
		page = BUILT_IN;
		await bench.restart();
		expect(await untilConnected(bench)).toMatchObject({ state: 'LINKED' });

		bench.simulator.faults.refuseVersionsBefore(BUILT_IN + 2);
		page = BUILT_IN + 2;
		const events = await collect(bench, ['session.disconnected', 'session.connected']);
		bench.simulator.faults.dropConnections(OWNER);
		await events.next('session.disconnected');
		bench.clock.skip(1_000);
		await events.next('session.connected');
		await events.close();
	});

	test('an expired code is void, and a new one is asked for when somebody looks', async () => {
		const { code, expiresAt } = await byCode();
		bench.clock.skip(Date.parse(expiresAt ?? '') - bench.clock.now() + 1);
		expect(await status()).toMatchObject({ state: 'UNLINKED', lastError: { code: 'EXPIRED' } });
		const next = await byCode();
		expect(next.code).not.toBe(code);
		await expect(bench.phone.typeCode(typed(code))).rejects.toThrow();
	});

	test('an expired QR code is void, and a new one is shown when somebody looks', async () => {
		const { text } = await byQr();
		bench.clock.skip(160_000);
		expect(await status()).toMatchObject({ state: 'UNLINKED', lastError: { code: 'EXPIRED' } });
		const { phone } = bench;
		await expect(phone.scan(text ?? '')).rejects.toThrow();
		const next = await byQr();
		await phone.scan(next.text ?? '');
		expect(await untilConnected(bench)).toMatchObject({ state: 'LINKED' });
	});

	test('a connection that breaks before the link ends the code in words', async () => {
		const { text } = await byQr();
		bench.simulator.faults.dropConnections();
		while ((await status()).state !== 'UNLINKED') await new Promise(setImmediate);
		expect(await status()).toMatchObject({ lastError: { code: 'TIMEOUT' } });
		const next = await byQr();
		expect(next.text).not.toBeNull();
		expect(next.text).not.toBe(text);
	});

	test('at most six codes an hour are asked for', async () => {
		for (let i = 0; i < 6; i++) {
			await byCode();
			bench.clock.skip(161_000);
		}
		await expect(byCode()).rejects.toMatchObject({ code: 'TOO_MANY_CODES' });
		bench.clock.skip(HOUR);
		expect((await byCode()).code).not.toBeNull();
	});

	test('a number that is missing or no number is an error of the setting', async () => {
		for (const phone of ['', 'call me', '12']) {
			bench.account.settings.phone = phone;
			await expect(byCode()).rejects.toMatchObject({ code: 'INVALID_SETTING' });
		}
	});

	describe('a number that another credential has linked', () => {
		let other: Bench;
		beforeEach(async () => {
			await link(bench);
			other = { ...bench, account: { ...bench.account, id: 'credential2' } };
		});

		const refusal = {
			code: 'INVALID_SETTING',
			message: `+${OWNER} is linked to another WhatsApp Linked API credential of this n8n already (ID credential1).`,
		};
		const codeForOther = () => bench.host.request(other.account, 'session.linkByCode', {});

		test('is refused in words, until its device is gone from the phone', async () => {
			await expect(codeForOther()).rejects.toMatchObject(refusal);
			expect(bench.simulator.statistics(OWNER).pairingCodesRequested).toBe(1);
			const events = await collect(bench, ['session.loggedOut']);
			await bench.phone.unlink();
			await events.next('session.loggedOut');
			await events.close();
			expect(await link(other)).toMatchObject({ state: 'LINKED', phone: OWNER });
		});

		test('is refused after a start of n8n too, when nothing has used that credential yet', async () => {
			await bench.restart();
			await bench.host.resume();
			await expect(
				bench.host.request(other.account, 'session.linkByCode', {}),
			).rejects.toMatchObject(refusal);
			// It is connected now: what happens on the phone, it hears.
			expect(await untilConnected(bench)).toMatchObject({ state: 'LINKED' });
		});

		test('is given back when it was linked by QR code', async () => {
			const { text } = await bench.host.request(other.account, 'session.linkByQr', {});
			const { phone } = bench;
			const mine = phone.devices();
			await phone.scan(text ?? '');
			const ofOther = () => bench.host.request(other.account, 'session.status', {});
			while ((await ofOther()).lastError === null) await new Promise(setImmediate);
			expect(await ofOther()).toMatchObject({
				state: 'UNLINKED',
				phone: null,
				lastError: refusal,
			});
			await untilLoggedOut();
			expect(phone.devices()).toEqual(mine);
			expect(await status()).toMatchObject({ state: 'LINKED', connected: true });
		});
	});

	describe('the check of a credential', () => {
		const check = (phone: string) => {
			const { id, settings } = bench.account;
			return bench.host.request({ id, settings: { ...settings, phone } }, 'session.check', {});
		};
		beforeEach(() => link(bench));

		test.each(['', OWNER, '+55 (11) 90000-0001', '(11) 90000-0001', '551100000001', `${OWNER}.0`])(
			'is content with "%s"',
			async (typed) => {
				expect(await check(typed)).toMatchObject({ state: 'LINKED', connected: true });
			},
		);

		test.each([
			['+55 21 90000-0001', 'not to +5521900000001.'],
			['(21) 90000-0001', 'not to +5521900000001.'],
			['+351 900 000 001', 'not to +351900000001.'],
			['+55 11 90000', 'and "+55 11 90000" is not a possible phone number: it is too short.'],
		])('tells that %s is another number', async (typed, words) => {
			await expect(check(typed)).rejects.toMatchObject({
				code: 'INVALID_SETTING',
				message: `This credential is linked to +${OWNER}, ${words}`,
			});
		});

		test('waits a moment for the connection, and says when there is none', async () => {
			bench.simulator.faults.refuseConnections(true);
			bench.simulator.faults.dropConnections();
			const events = await collect(bench, ['session.connected']);
			while ((await status()).connected) await new Promise(setImmediate);
			const patient = check(OWNER);
			bench.clock.skip(5_000);
			expect(await patient).toMatchObject({ state: 'LINKED', connected: false });
			bench.simulator.faults.refuseConnections(false);
			bench.clock.skip(60_000);
			await events.next('session.connected');
			await events.close();
			expect(await check(OWNER)).toMatchObject({ connected: true });
		});
	});

	test('a half-linked session is never used to log in', async () => {
		await byCode();
		await bench.restart();
		expect(await status()).toMatchObject({ state: 'UNLINKED', phone: null });
		expect(bench.simulator.statistics(OWNER)).toMatchObject({ logins: 0, refusedLogins: 0 });
		expect(await link(bench)).toMatchObject({ state: 'LINKED' });
	});

	test('a server whose certificate is not signed by the trusted key is refused', async () => {
		bench.simulator.faults.forgeCertificate(true);
		await expect(byCode()).rejects.toMatchObject({ code: 'TIMEOUT' });
		expect(bench.simulator.statistics(OWNER).pairingCodesRequested).toBe(0);
	});

	test('a phone whose account signature is wrong is refused', async () => {
		bench.simulator.faults.forgeAccountSignature(true);
		const { text } = await byQr();
		await expect(bench.phone.scan(text ?? '')).rejects.toThrow();
		expect((await status()).phone).toBeNull();
	});

	test('logging out in n8n removes the device from the phone and forgets the keys', async () => {
		await link(bench);
		const { phone } = bench;
		const events = await collect(bench, ['session.loggedOut']);
		const after = await bench.host.request(bench.account, 'session.logOut', {});
		expect(after).toMatchObject({ state: 'UNLINKED', connected: false, phone: null });
		await untilLoggedOut();
		expect(phone.devices()).toEqual([]);
		expect(await events.next('session.loggedOut')).toMatchObject({ account: { phone: OWNER } });
		expect(await link(bench)).toMatchObject({ state: 'LINKED' });
		await events.close();
	});

	test('logging out in n8n without a connection says so and leaves the link alone', async () => {
		await link(bench);
		const events = await collect(bench, ['session.disconnected']);
		bench.simulator.faults.refuseConnections(true);
		bench.simulator.faults.dropConnections(OWNER);
		await events.next('session.disconnected');
		const logOut = bench.host.request(bench.account, 'session.logOut', {});
		await expect(logOut).rejects.toMatchObject({ code: 'DISCONNECTED' });
		expect((await status()).state).toBe('LINKED');
		await events.close();
	});
});
