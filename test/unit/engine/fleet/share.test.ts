import { mayTake, toGive } from '../../../../engine/fleet/share';
import type { Member, Survey } from '../../../../engine/store/postgres';

type Kind = Member['kind'];

const of =
	(kind: Kind) =>
	(id: string, load: number, capacity = 500): Member => ({ id, kind, load, capacity });
const engine = of('engine');
const main = of('main');
const worker = of('worker');
const webhook = of('webhook');

const takes = (survey: Survey) => survey.members.map(({ id }) => mayTake(survey, id));
const gives = (survey: Survey) => survey.members.map(({ id }) => toGive(survey, id));

describe('What nobody holds', () => {
	test.each<[string, Member[], number, number[]]>([
		['goes to the only process', [main('m', 0)], 3, [3]],
		['five at a time', [main('m', 0)], 100, [5]],
		['evenly to those of a kind', [main('m', 0), main('n', 0), main('o', 0)], 6, [2, 2, 2]],
		['whatever each has', [main('m', 4), main('n', 1), main('o', 0)], 1, [0, 1, 2]],
		['not to one that has its share', [main('m', 3), main('n', 0)], 3, [0, 3]],
		['to engines before mains', [main('m', 0), engine('e', 0)], 4, [0, 4]],
		['to mains before workers', [worker('w', 0), main('m', 0)], 4, [0, 4]],
		['to workers before webhooks', [webhook('h', 0), worker('w', 0)], 4, [0, 4]],
		['to webhooks where nobody else is', [webhook('h', 0)], 4, [4]],
		['what engines have no room for to mains', [main('m', 0), engine('e', 9, 10)], 4, [3, 1]],
		['as far as there is room', [main('m', 2, 2), main('n', 0, 3)], 9, [0, 3]],
		['to nobody where there is none', [engine('e', 10, 10), main('m', 2, 2)], 4, [0, 0]],
		['and the small ones get less', [main('m', 0, 1), main('n', 0), main('o', 0)], 9, [1, 4, 4]],
	])('%s', (_what, members, free, expected) => {
		expect(takes({ members, free })).toEqual(expected);
	});

	test('What cannot be divided goes to one', () => {
		expect(takes({ members: [main('m', 2), main('n', 2)], free: 1 })).toEqual([0, 1]);
		expect(takes({ members: [main('m', 2), main('n', 1)], free: 2 })).toEqual([1, 1]);
	});

	test('is not for a process that is not heard of', () => {
		expect(mayTake({ members: [main('m', 0)], free: 3 }, 'n')).toBe(0);
		expect(toGive({ members: [main('m', 0)], free: 3 }, 'n')).toBe(0);
	});
});

describe('Accounts are given', () => {
	test.each<[string, Member[], number[]]>([
		['to nobody by the only one', [main('m', 7)], [0]],
		['to one that has joined', [main('m', 3), main('n', 3), main('o', 0)], [1, 1, 0]],
		['five at a time', [main('m', 100), main('n', 0)], [5, 0]],
		['not where one more is all the difference', [main('m', 4), main('n', 3)], [0, 0]],
		['one, where two are', [main('m', 4), main('n', 2)], [1, 0]],
		['to engines, all of them', [main('m', 4), engine('e', 0)], [4, 0]],
		['to mains, by workers', [worker('w', 2), main('m', 3)], [2, 0]],
		['not to those that have no room', [main('m', 4), engine('e', 3, 3)], [0, 0]],
		['as many as they have room for', [main('m', 4), engine('e', 0, 3)], [3, 0]],
		['not to workers', [main('m', 100), worker('w', 0)], [0, 0]],
	])('%s', (_what, members, expected) => {
		expect(gives({ members, free: 0 })).toEqual(expected);
	});

	test('by and by: what is free already is to be taken first', () => {
		const members = [main('m', 100), main('n', 0)];
		expect(gives({ members, free: 3 })).toEqual([2, 0]);
		expect(gives({ members, free: 9 })).toEqual([0, 0]);
	});
});

/** A number below `below`. */
type Draw = (below: number) => number;

function createDraw(seed: number): Draw {
	let state = seed;
	return (below) => {
		state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
		return Math.floor((state / 2 ** 31) * below);
	};
}

/** What becomes of accounts where each process does what it is to do, in any order; `moves` counts those that were given. */
function settle({ members, free }: Survey, draw: Draw): { after: Survey; moves: number } {
	let moves = 0;
	for (let quiet = 0; quiet < 50 * members.length; quiet++) {
		const { id } = members[draw(members.length)] as Member;
		const given = toGive({ members, free }, id);
		const taken = Math.min(free, mayTake({ members, free }, id));
		if (given + taken > 0) quiet = 0;
		free += given - taken;
		moves += given;
		members = members.map((one) =>
			one.id === id ? { ...one, load: one.load + taken - given } : one,
		);
	}
	return { after: { members, free }, moves };
}

const KINDS = ['engine', 'main', 'worker', 'webhook'] as const;

test('Whoever joins and ends, it settles: all are held as far as there is room, evenly, and none moves to and fro', () => {
	for (let seed = 1; seed <= 500; seed++) {
		const draw = createDraw(seed);
		const members = Array.from({ length: 1 + draw(7) }, (_, index) => {
			const capacity = draw(3) === 0 ? draw(30) : 500;
			const kind = KINDS[draw(2) * draw(4)] as Kind;
			return { id: `process-${index}`, kind, load: draw(Math.min(capacity, 60) + 1), capacity };
		});
		const before = { members, free: draw(100) };
		const held = members.reduce((sum, { load }) => sum + load, 0);
		const room = members.reduce((sum, { capacity }) => sum + capacity, 0);
		const { after, moves } = settle(before, draw);
		expect({ seed, free: after.free }).toEqual({
			seed,
			free: Math.max(0, held + before.free - room),
		});
		expect(moves).toBeLessThanOrEqual(held);
		for (const [index, kind] of KINDS.entries()) {
			const alike = after.members.filter((member) => member.kind === kind);
			const most = Math.max(...alike.map(({ load }) => load));
			const withRoom = alike.filter(({ load, capacity }) => load < capacity);
			for (const { load } of withRoom) expect(most - load).toBeLessThanOrEqual(1);
			if (withRoom.length === 0) continue;
			const others = after.members.filter((member) => KINDS.indexOf(member.kind) > index);
			for (const { load } of others) expect(load).toBe(0);
		}
	}
});
