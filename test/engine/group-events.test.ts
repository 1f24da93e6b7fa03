import type { ParticipantChange } from '../../engine/gateway/contract';
import type { VirtualContact, VirtualGroup } from '../simulator';
import {
	BOB,
	collect,
	OWNER,
	untilAcked,
	untilConnected,
	useBench,
	type Collected,
} from './support';

const EVE = '5511900000003';

/** What becomes of groups, and the events that it makes. */
describe.each(['pn', 'lid'] as const)('in a group by %s', (addressing) => {
	const bench = useBench();
	let eve: VirtualContact;
	let group: VirtualGroup;
	let heard: Collected;

	beforeAll(async () => {
		eve = await bench.simulator.contact(EVE, { name: 'Eve' });
		group = await bench.simulator.group({ subject: 'Trio', members: [BOB, OWNER], addressing });
	});
	beforeEach(async () => {
		heard = await collect(bench);
	});
	afterEach(() => heard.close());

	/** Of others: that the number came into the group is told as well. */
	const changed = () => heard.next('group.participantsChanged', ({ includesMe }) => !includesMe);
	const ofUs = (change: ParticipantChange) =>
		heard.next('group.participantsChanged', (event) => event.includesMe && event.change === change);
	const theEve = () => ({ phone: EVE, lid: eve.lid });
	const theBob = () => ({ phone: BOB, lid: bench.bob.lid });

	test('members are added, made admins and members again, and removed', async () => {
		await group.add(EVE);
		expect(await changed()).toMatchObject({
			chat: { id: group.id, type: 'group', name: 'Trio' },
			account: { phone: OWNER },
			change: 'added',
			participants: [theEve()],
			includesMe: false,
			by: theBob(),
			reason: null,
		});
		for (const [step, change] of [
			['promote', 'promoted'],
			['demote', 'demoted'],
			['remove', 'removed'],
		] as const) {
			await group[step](EVE);
			const event = await heard.next(
				'group.participantsChanged',
				(found) => found.change === change,
			);
			expect(event).toMatchObject({ participants: [theEve()], by: theBob() });
		}
	});

	test('somebody joins by the link, and leaves', async () => {
		await group.join(EVE);
		expect(await changed()).toMatchObject({
			change: 'added',
			participants: [theEve()],
			by: theEve(),
			reason: 'invite',
		});
		await group.leave(EVE);
		expect(
			await heard.next('group.participantsChanged', ({ change }) => change === 'left'),
		).toMatchObject({ participants: [theEve()], by: theEve(), includesMe: false });
	});

	test('the number itself is removed, and added again', async () => {
		await group.remove(OWNER);
		expect(await ofUs('removed')).toMatchObject({
			participants: [{ phone: OWNER, lid: bench.phone.lid }],
			by: theBob(),
		});
		await group.add(OWNER);
		expect(await ofUs('added')).toMatchObject({
			chat: { id: group.id, name: 'Trio' },
			participants: [{ phone: OWNER, lid: bench.phone.lid }],
			by: theBob(),
		});
	});

	test('a new group is one that the number was added to, unless it was founded on the phone', async () => {
		await bench.simulator.group({ subject: 'Mine', members: [OWNER, BOB], addressing });
		const { id } = await bench.simulator.group({
			subject: 'New',
			members: [BOB, OWNER],
			addressing,
		});
		expect(await ofUs('added')).toMatchObject({
			chat: { id, name: 'New' },
			by: theBob(),
		});
	});

	test('what happens while the number is offline comes with the next connection, once', async () => {
		const trigger = await collect(bench, ['group.participantsChanged'], { durableId: 'w:t' });
		bench.simulator.faults.dropConnections(OWNER);
		await heard.next('session.disconnected');
		await group.add(EVE);
		await untilConnected(bench);
		const { eventId } = await trigger.next('group.participantsChanged');
		await group.promote(EVE);
		await trigger.next('group.participantsChanged', ({ change }) => change === 'promoted');
		expect(trigger.all.filter((event) => event.eventId === eventId)).toHaveLength(1);
		await untilAcked(bench.simulator, { class: 'notification', type: 'w:gp2' });
		await trigger.close();
	});
});
