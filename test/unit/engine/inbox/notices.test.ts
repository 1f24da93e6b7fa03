import { createNotices } from '../../../../engine/inbox/notices';
import type { EngineEvent } from '../../../../engine/gateway/contract';
import type { GroupNotice } from '../../../../engine/whatsapp/index';
import { START } from '../../../support/fake-clock';
import { ACCOUNT_ID, SECOND } from '../support';

const COMMUNITY = '120363000000000002@g.us';
const [TRIO, CHOIR] = ['120363000000000001@g.us', '120363000000000003@g.us'];

function noticesTo(publish: (events: readonly EngineEvent[]) => void) {
	return createNotices({
		info: () => ({ id: ACCOUNT_ID, phone: null, lid: null, name: null }),
		now: () => START,
		addresses: () => ({ phone: null, lid: null }),
		directory: { nameOf: () => null, namesOf: () => undefined, learn: () => [], forget: () => {} },
		publish,
	});
}

const link = (groups: string[], more: { change?: 'unlinked'; at?: number } = {}): GroupNotice => ({
	type: 'communityGroups',
	id: 'N1',
	group: COMMUNITY,
	by: null,
	at: START,
	change: 'linked',
	reason: null,
	groups: groups.map((id) => ({ id, name: '' })),
	...more,
});

describe('That a group is linked to a community', () => {
	const published: EngineEvent[] = [];
	const groups = () =>
		published.map((event) => ('groups' in event ? event.groups.map(({ id }) => id) : []));
	beforeEach(() => void published.splice(0));

	it('is one event, though both tell of it', () => {
		const notices = noticesTo((events) => void published.push(...events));
		notices.onNotices([link([TRIO, CHOIR])]);
		notices.onNotices([link([TRIO], { at: START + SECOND })]);
		notices.onNotices([link([CHOIR])]);
		expect(groups()).toEqual([[TRIO, CHOIR]]);
	});

	it('is told again where it was unlinked meanwhile, or long after', () => {
		const notices = noticesTo((events) => void published.push(...events));
		notices.onNotices([link([TRIO])]);
		notices.onNotices([link([TRIO], { change: 'unlinked' })]);
		notices.onNotices([link([TRIO])]);
		notices.onNotices([link([TRIO], { at: START + 61 * SECOND })]);
		expect(groups()).toHaveLength(4);
	});

	it('is published when it is told again, where it could not be stored', () => {
		let isFull = true;
		const notices = noticesTo((events) => {
			if (isFull) throw new Error('The disk is full');
			published.push(...events);
		});
		expect(() => notices.onNotices([link([TRIO])])).toThrow('The disk is full');
		isFull = false;
		notices.onNotices([link([TRIO])]);
		expect(groups()).toEqual([[TRIO]]);
	});
});
