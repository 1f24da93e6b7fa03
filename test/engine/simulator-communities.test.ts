import type { BinaryNode } from '@whiskeysockets/baileys';
import { startSimulator, type Simulator } from '../simulator';
import { RawClient } from '../simulator/raw-client';
import { tameBaileys } from '../support/tame-baileys';

const NUMBER = '5511900000200';
const BOB = '5511900000201';
const CAROL = '5511900000202';

let sim: Simulator;
let restoreTimers: () => void;
/** Of a member of the communities here. */
let client: RawClient;

beforeAll(async () => {
	restoreTimers = tameBaileys();
	sim = await startSimulator();
	client = new RawClient(sim.endpoint);
	await client.link(sim.phone(NUMBER));
});
afterEach(() => expect(sim.problems).toEqual([]));
afterAll(async () => {
	await client.close();
	await sim.close();
	restoreTimers();
});

/** The first child of a piece of news of a group that has such a one. */
async function told(from: string, tag: string, attrs: Record<string, string>): Promise<BinaryNode> {
	const changeIn = ({ content }: BinaryNode) => (Array.isArray(content) ? content[0] : undefined);
	const news = await client.stanzas.waitFor((node) => {
		const change = changeIn(node);
		return (
			node.attrs.type === 'w:gp2' &&
			node.attrs.from === from &&
			change?.tag === tag &&
			Object.entries(attrs).every(([name, value]) => change.attrs[name] === value)
		);
	});
	return changeIn(news) as BinaryNode;
}

const groupIn = ({ content }: BinaryNode) =>
	Array.isArray(content) ? content.map(({ tag, attrs }) => [tag, attrs.jid, attrs.subject]) : [];

const bobsGroup = async (subject: string) =>
	await sim.group({ subject, owner: BOB, members: [NUMBER, CAROL] });

test('A community, its announcement group and its groups know of each other', async () => {
	const chess = await bobsGroup('Chess');
	const { id, announcementGroup } = await sim.community({
		...{ subject: 'Clubs', owner: BOB, members: [NUMBER], groups: [chess] },
	});
	const { socket } = client;
	expect(await socket.groupMetadata(id)).toMatchObject({ isCommunity: true });
	expect(await socket.groupMetadata(announcementGroup.id)).toMatchObject({
		...{ subject: 'Clubs', announce: true, isCommunityAnnounce: true, linkedParent: id },
	});
	expect(await socket.groupMetadata(chess.id)).toMatchObject({ linkedParent: id });
	const { linkedGroups } = await socket.communityFetchLinkedGroups(chess.id);
	expect(linkedGroups.map((group) => group.subject).sort()).toEqual(['Chess', 'Clubs']);
	expect(announcementGroup.members).toEqual([BOB, NUMBER, CAROL]);
});

test('Members are told of groups that are linked and unlinked, and of the end', async () => {
	const [chess, tennis] = [await bobsGroup('Chess'), await bobsGroup('Tennis')];
	const community = await sim.community({
		...{ subject: 'News', owner: BOB, members: [NUMBER], groups: [chess] },
	});
	const { id, announcementGroup } = community;
	const ofTennis = [['group', tennis.id, 'Tennis']];
	const ofCommunity = [['group', id, 'News']];

	community.link(tennis);
	expect(groupIn(await told(id, 'link', { link_type: 'sub_group' }))).toEqual(ofTennis);
	expect(groupIn(await told(tennis.id, 'link', { link_type: 'parent_group' }))).toEqual(
		ofCommunity,
	);
	expect(groupIn(await told(chess.id, 'link', { link_type: 'sibling_group' }))).toEqual(ofTennis);

	community.unlink(tennis);
	const unlinked = await told(id, 'unlink', { unlink_type: 'sub_group' });
	expect(unlinked.attrs.unlink_reason).toBe('unlink_group');
	expect(groupIn(unlinked)).toEqual(ofTennis);
	await told(tennis.id, 'unlink', { unlink_type: 'parent_group' });

	community.deactivate();
	for (const gone of [id, announcementGroup.id]) {
		await told(gone, 'delete', { reason: 'delete_parent' });
		await expect(client.socket.groupMetadata(gone)).rejects.toThrow('item-not-found');
	}
	const orphaned = await told(chess.id, 'unlink', { unlink_reason: 'delete_parent' });
	expect(groupIn(orphaned)).toEqual(ofCommunity);
	expect((await client.socket.groupMetadata(chess.id)).linkedParent).toBeUndefined();
});

test('Nobody is added to a community itself', async () => {
	const { id, group } = await sim.community({ subject: 'Shut', members: [NUMBER, BOB] });
	const [answer] = await client.socket.groupParticipantsUpdate(
		id,
		[`${CAROL}@s.whatsapp.net`],
		'add',
	);
	expect(answer?.status).toBe('403');
	expect(group.members).toEqual([NUMBER, BOB]);
});
