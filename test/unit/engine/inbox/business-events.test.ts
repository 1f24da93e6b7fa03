import { businessChange } from '../../../../engine/inbox/business-events';

const high = { name: 'Flowers', level: 'high' } as const;
const low = { name: 'Flowers', level: 'low' } as const;
const verifiedName = 'Flowers';

it.each([
	['nothing', {}, low, 'registered'],
	['nothing', {}, { ...low, name: null }, 'registered'],
	['nothing', {}, high, 'verified'],
	['nothing', {}, null, 'removed'],
	// As it comes with a message that was read by an earlier version, or is asked for.
	['its name alone', { verifiedName }, low, undefined],
	['its name alone', { verifiedName }, high, 'verified'],
	['another name alone', { verifiedName: 'Trees' }, low, 'renamed'],
	['a low level', { verifiedName, verifiedLevel: 'low' }, low, undefined],
	['an unknown level', { verifiedName, verifiedLevel: 'unknown' }, low, undefined],
	['a level without a name', { verifiedLevel: 'low' }, low, undefined],
	['a low level', { verifiedName, verifiedLevel: 'low' }, { ...low, name: null }, undefined],
	['a low level', { verifiedName, verifiedLevel: 'low' }, high, 'verified'],
	['a high level', { verifiedName, verifiedLevel: 'high' }, high, undefined],
	['a high level', { verifiedName, verifiedLevel: 'high' }, low, 'unverified'],
	['a high level', { verifiedName: 'Trees', verifiedLevel: 'high' }, high, 'renamed'],
	['a high level', { verifiedName, verifiedLevel: 'high' }, null, 'removed'],
] as const)('What has changed where %s was known (%j, %j): %s', (_, before, told, change) => {
	expect(businessChange(before, told)).toBe(change);
});
