import { existsSync, globSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { WhatsAppLinkedApi } from '../../../../credentials/WhatsAppLinkedApi.credentials';
import { WhatsAppLinked } from '../../../../nodes/WhatsAppLinked/WhatsAppLinked.node';
import { resources } from '../../../../nodes/WhatsAppLinked/actions';
import { WhatsAppLinkedTrigger } from '../../../../nodes/WhatsAppLinkedTrigger/WhatsAppLinkedTrigger.node';

jest.mock('../../../../nodes/shared/gateway', () => ({}));

const FOLDER = join(__dirname, '../../../../nodes/WhatsAppLinked');
const { properties } = new WhatsAppLinked().description;
const operations = resources.flatMap(({ option, operations }) =>
	Object.entries(operations).map(([value, operation]) => ({
		path: `${option.value}/${value}`,
		...operation,
	})),
);

it('reaches every operation file', () => {
	const files = globSync('actions/**/*.operation.ts', { cwd: FOLDER }).map((file) =>
		join(basename(dirname(file)), basename(file, '.operation.ts')),
	);
	expect(operations.map(({ path }) => path).sort()).toEqual(files.sort());
});

it.each(operations)('$path has its line, its action and its output schema', ({ path, option }) => {
	const words = option.action.replaceAll(/\b(QR|GIF|PIX|ID|WhatsApp)\b/g, '');
	expect(words).toMatch(/^[A-Z][^A-Z]*$/);
	expect(option.description).not.toBe('');
	expect(existsSync(join(FOLDER, '__schema__/v1.0.0', `${path}.json`))).toBe(true);
});

it.each(resources)(
	'$option.value has a default that exists',
	({ operations, defaultOperation }) => {
		expect(Object.keys(operations)).toContain(defaultOperation);
	},
);

it('keeps every list in alphabetical order, but for the steps of a delivery and for times', () => {
	for (const { name, options } of allLists(properties)) {
		if (name === 'waitFor' || name === 'duration') continue;
		const names = options.map((option) =>
			'displayName' in option ? option.displayName : option.name,
		);
		expect([name, names]).toEqual([name, [...names].sort((a, b) => a.localeCompare(b, 'en'))]);
	}
});

it('lets what is forwarded disappear and be typed, like all that is sent, but answer nothing', () => {
	const optionsOf = (path: string) => {
		const { description = [] } = operations.find((operation) => operation.path === path) ?? {};
		return allLists(description)
			.find(({ name }) => name === 'options')
			?.options.map(({ name }) => name);
	};
	const shared = optionsOf('message/sendLocation')?.filter((name) => !name.startsWith('reply'));
	expect(optionsOf('message/forward')?.sort()).toEqual(['reference', ...(shared ?? [])].sort());
});

it('leaves every required field empty, but for the name of a binary field', () => {
	const filled = properties
		.filter(({ required, name }) => required && name !== 'binaryField')
		.map(({ default: value }) => (value as { value?: string }).value ?? value)
		.filter((value) => value !== '');
	expect(filled).toEqual([]);
});

it.each([new WhatsAppLinked(), new WhatsAppLinkedTrigger()])(
	'tests the credential by a function of the node',
	({ description: { credentials }, methods }) => {
		const credential = new WhatsAppLinkedApi();
		const tested = credentials?.find(({ name }) => name === credential.name)?.testedBy;
		expect(Object.keys(methods.credentialTest)).toEqual([tested]);
	},
);

it('shares nothing that n8n may change between two instances', () => {
	expect(new WhatsAppLinked().description.properties).not.toBe(properties);
});

function allLists(of: INodeProperties[]) {
	return of.flatMap((property): Array<{ name: string; options: Options }> => {
		const options = (property.options ?? []) as Options;
		const nested = options.filter((option): option is INodeProperties => 'displayName' in option);
		return [{ name: property.name, options }, ...allLists(nested)];
	});
}
type Options = Array<INodeProperties | INodePropertyOptions>;
