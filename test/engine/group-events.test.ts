import { isDeepStrictEqual } from 'node:util';
import type { GroupRights, ParticipantChange } from '../../engine/gateway/contract';
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

	test('the number creates a group on its phone, is added to one, and joins one', async () => {
		const joined = (id: string) => heard.next('group.joined', ({ chat }) => chat.id === id);
		const ours = { subject: 'Ours', members: [OWNER, BOB], addressing };
		const { id } = await bench.simulator.group(ours);
		expect(await joined(id)).toMatchObject({
			chat: { id, type: 'group', name: 'Ours' },
			how: 'created',
			isNew: true,
			by: { phone: OWNER },
			size: 2,
		});
		const theirs = await bench.simulator.group({ subject: 'New', members: [BOB], addressing });
		await theirs.add(OWNER);
		expect(await joined(theirs.id)).toMatchObject({ how: 'added', isNew: false, by: theBob() });
		const open = await bench.simulator.group({ subject: 'Open', members: [BOB], addressing });
		await open.join(OWNER);
		expect(await joined(open.id)).toMatchObject({ how: 'joined', reason: 'invite' });
	});

	test('somebody asks to join, withdraws that, and is rejected', async () => {
		const request = (change: string) =>
			heard.next('group.joinRequest', (event) => event.change === change);
		await group.promote(OWNER);
		group.setJoinApproval(true);
		await group.join(EVE);
		expect(await request('requested')).toMatchObject({
			chat: { id: group.id, name: 'Trio' },
			requesters: [theEve()],
			method: 'invite_link',
			by: theEve(),
		});
		await group.withdraw(EVE);
		expect(await request('withdrawn')).toMatchObject({ requesters: [theEve()], method: null });
		await group.join(EVE);
		await group.reject(EVE);
		expect(await request('rejected')).toMatchObject({ requesters: [theEve()], by: theBob() });
		group.setJoinApproval(false);
	});

	test('its name, its description, its settings and its link are changed', async () => {
		const changed = (change: string) =>
			heard.next('group.changed', (event) => event.change === change);
		const told = (settings: Partial<GroupRights>) =>
			heard.next(
				'group.changed',
				(event) => event.change === 'settings' && isDeepStrictEqual(event.settings, settings),
			);
		group.rename('Quartet');
		expect(await changed('name')).toMatchObject({
			chat: { id: group.id, name: 'Quartet' },
			name: 'Quartet',
			by: theBob(),
		});
		group.rename('Trio');
		group.describe('Where do we go?');
		expect(await changed('description')).toMatchObject({ description: 'Where do we go?' });
		group.setAnnouncement(true);
		await told({ announce: true });
		group.setLocked(true);
		await told({ restrict: true });
		group.setAdminsAdd(true);
		await told({ adminsAdd: true });
		group.setAdminsInvite(true);
		await told({ adminsInvite: true });
		group.setJoinApproval(true);
		await told({ joinApproval: true });
		group.setEphemeral(604_800);
		expect(await changed('ephemeral')).toMatchObject({ ephemeralSeconds: 604_800 });
		group.renewInvite();
		expect(await changed('inviteLink')).toMatchObject({
			inviteLink: `https://chat.whatsapp.com/${group.inviteCode}`,
		});
		group.setAnnouncement(false);
		group.setJoinApproval(false);
	});

	test('its picture is changed', async () => {
		const author = addressing === 'pn' ? bench.bob.jid : bench.bob.lid;
		bench.simulator.script(OWNER, {
			tag: 'notification',
			attrs: { id: 'picture', type: 'picture', from: group.id },
			content: [{ tag: 'set', attrs: { jid: group.id, id: '1', author } }],
		});
		expect(await heard.next('group.changed', ({ change }) => change === 'picture')).toMatchObject({
			chat: { id: group.id },
			picture: 'set',
			by: addressing === 'pn' ? { phone: BOB } : { lid: bench.bob.lid },
		});
	});

	/** The community and the group both tell of it. */
	test('it becomes part of a community, leaves it, and comes back: one event each', async () => {
		const members = [BOB, OWNER];
		const community = await bench.simulator.community({ subject: 'Neighbours', members });
		const changes = () => heard.all.filter(({ event }) => event === 'community.groupsChanged');
		const untilTold = async (count: number) => {
			group.rename(`Trio ${count}`);
			await heard.next(
				'group.changed',
				(told) => told.change === 'name' && told.name === `Trio ${count}`,
			);
			expect(changes()).toHaveLength(count);
			return changes().at(-1);
		};
		community.link(group);
		expect(await untilTold(1)).toMatchObject({
			chat: { id: community.id, type: 'group', name: 'Neighbours' },
			change: 'linked',
			groups: [{ id: group.id }],
			by: theBob(),
			reason: null,
		});
		community.unlink(group);
		expect(await untilTold(2)).toMatchObject({ change: 'unlinked', reason: 'unlink_group' });
		community.link(group);
		expect(await untilTold(3)).toMatchObject({ change: 'linked' });
		community.deactivate();
		expect(await untilTold(4)).toMatchObject({
			chat: { id: community.id },
			change: 'unlinked',
			groups: [{ id: group.id }],
			reason: 'delete_parent',
		});
		group.rename('Trio');
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
