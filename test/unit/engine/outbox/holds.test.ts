import { joinHolds } from '../../../../engine/outbox/holds';

const candidate = {
	...{ chat: '1@lid', campaign: null, handedOver: false },
	...{ words: null, isAction: false },
};

test.each([
	['nothing', [undefined, undefined], undefined],
	['one reason that holds all', [undefined, false as const, () => true], false],
])('%s decides', (_, reasons, verdict) => {
	expect(joinHolds(reasons.map((reason) => () => reason))()).toBe(verdict);
});

test.each([
	[[() => true], true],
	[[() => true, undefined, () => true], true],
	[[() => true, () => false], false],
	[[() => false, undefined], false],
])('a message leaves where every reason lets it: %#', (reasons, may) => {
	const mayLeave = joinHolds(reasons.map((reason) => () => reason))();
	expect(mayLeave && mayLeave(candidate)).toBe(may);
});

test('What holds messages is asked each time', () => {
	let isHeld = true;
	const hold = joinHolds([() => (isHeld ? false : undefined)]);
	expect(hold()).toBe(false);
	isHeld = false;
	expect(hold()).toBeUndefined();
});
