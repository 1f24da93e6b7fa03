import type { VirtualCall } from '../simulator';
import { BOB, collect, OWNER, runLater, useBench, type Collected } from './support';

/** What an account can do with calls. */
describe('calls', () => {
	const bench = useBench();
	let heard: Collected;

	beforeAll(async () => {
		heard = await collect(bench, ['call.received']);
	});

	const reject = (callId: string) => bench.host.request(bench.account, 'call.reject', { callId });
	const isHeard = ({ id }: VirtualCall) =>
		heard.next('call.received', ({ callId }) => callId === id);

	/** Somebody calls, and the number has heard it. */
	async function ringing(options?: Parameters<typeof bench.bob.ring>[1]): Promise<VirtualCall> {
		const call = bench.bob.ring(OWNER, options);
		await isHeard(call);
		return call;
	}

	test.each(['pn', 'lid'] as const)('a call by %s is rejected, once', async (addressing) => {
		const call = await ringing({ addressing, video: true });
		const rejected = await reject(` ${call.id}\n`);
		expect(rejected).toMatchObject({
			callId: call.id,
			chat: { id: bench.bob.jid, type: 'direct' },
			from: { phone: BOB, lid: bench.bob.lid },
			isVideo: true,
		});
		expect(call.state).toBe('rejected');
		expect(await reject(call.id)).toEqual(rejected);
	});

	test('a call in a group is rejected for the number alone', async () => {
		const group = await bench.simulator.group({ subject: 'Trio', members: [BOB, OWNER] });
		const call = await ringing({ group: group.id, notice: true });
		expect(await reject(call.id)).toMatchObject({ chat: { id: group.id, type: 'group' } });
		expect(call.state).toBe('rejected');
	});

	test('a call is rejected also after a restart', async () => {
		const call = await ringing();
		await bench.restart();
		heard = await collect(bench, ['call.received']);
		await reject(call.id);
		expect(call.state).toBe('rejected');
	});

	test.each<[string, RegExp, (call: VirtualCall) => unknown]>([
		['was answered', /answered on the phone/, (call) => bench.phone.answerCall(call.id)],
		['is over', /has hung up/, (call) => call.hangUp()],
	])('a call that %s is not rejected', async (_, words, end) => {
		const call = await ringing();
		end(call);
		await isHeard(await ringing());
		await expect(reject(call.id)).rejects.toMatchObject({
			code: 'NOT_ALLOWED',
			message: expect.stringMatching(words),
		});
	});

	test.each([
		['', 'The call ID is empty.'],
		['3EB0ABC', 'No call with the ID 3EB0ABC is known.'],
	])('"%s" is no call', async (callId, message) => {
		await expect(reject(callId)).rejects.toMatchObject({ code: 'UNKNOWN_CALL', message });
	});

	test.each([
		['voice', undefined, null],
		['video', '2030-01-31T15:00:00-03:00', '2030-01-31T18:00:00.000Z'],
	] as const)('a link to a %s call', async (media, startsAt, starts) => {
		const link = await runLater(bench, 'call.createLink', {
			media,
			...(startsAt && { startsAt }),
		});
		const begin = new RegExp(`^https://call\\.whatsapp\\.com/${media}/[\\w-]{22}$`);
		expect(link).toEqual({ link: expect.stringMatching(begin), media, startsAt: starts });
	});

	test.each([
		['2020-01-31T18:00:00Z', 'The call cannot begin at 2020-01-31T18:00:00Z: that is over.'],
		['tomorrow', '"tomorrow" is no date and time.'],
	])('a link to a call at %s is refused', async (startsAt, message) => {
		await expect(
			runLater(bench, 'call.createLink', { media: 'voice', startsAt }),
		).rejects.toMatchObject({ code: 'INVALID_CONTENT', message });
	});
});
