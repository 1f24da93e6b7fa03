import { existsSync, globSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type {
	INodeParameters,
	INodeProperties,
	INodePropertyOptions,
	INodeType,
} from 'n8n-workflow';
import { Workflow } from 'n8n-workflow';

import { WhatsAppLinkedApi } from '../../../../credentials/WhatsAppLinkedApi.credentials';
import ACTION from '../../../../nodes/WhatsAppLinked/WhatsAppLinked.node.json';
import TRIGGER from '../../../../nodes/WhatsAppLinkedTrigger/WhatsAppLinkedTrigger.node.json';
import { WhatsAppLinked } from '../../../../nodes/WhatsAppLinked/WhatsAppLinked.node';
import { resources } from '../../../../nodes/WhatsAppLinked/actions';
import { eventOptions } from '../../../../nodes/WhatsAppLinkedTrigger/options';
import { WhatsAppLinkedTrigger } from '../../../../nodes/WhatsAppLinkedTrigger/WhatsAppLinkedTrigger.node';
import { node } from '../doubles';

jest.mock('../../../../nodes/shared/gateway', () => ({}));

const FOLDER = join(__dirname, '../../../../nodes/WhatsAppLinked');
const { properties } = new WhatsAppLinked().description;
const messageOptions = (properties.find(
	({ name, displayOptions }) =>
		name === 'operation' && displayOptions?.show?.resource?.includes('message'),
)?.options ?? []) as INodePropertyOptions[];
const operations = resources.flatMap(({ option, operations }) =>
	Object.entries(operations).map(([value, operation]) => ({
		path: `${option.value}/${value}`,
		resource: option.name,
		...operation,
	})),
);

it('The node reaches every operation file', () => {
	const files = globSync('actions/**/*.operation.ts', { cwd: FOLDER }).map((file) =>
		join(basename(dirname(file)), basename(file, '.operation.ts')),
	);
	expect(operations.map(({ path }) => path).sort()).toEqual(files.sort());
});

it.each(operations)(
	'Operation $path has its line, its action and its output schema',
	({ path, option }) => {
		const words = option.action.replaceAll(/\b(QR|GIF|PIX|LID|ID|WhatsApp)\b/g, '');
		expect(words).toMatch(/^[A-Z][^A-Z]*$/);
		expect(words).not.toMatch(/\b(an?|the)\b/i);
		expect(option.description).not.toBe('');
		expect(existsSync(join(FOLDER, '__schema__/v1.0.0', `${path}.json`))).toBe(true);
	},
);

/** As n8n's editor does. */
function subtitleOf(type: INodeType, parameters: INodeParameters) {
	const nodeTypes = {
		getByName: () => type,
		getByNameAndVersion: () => type,
		getKnownTypes: () => ({}),
	};
	const at = { ...node, parameters };
	const { expression } = new Workflow({ nodes: [at], connections: {}, active: false, nodeTypes });
	return expression.getSimpleParameterValue(at, type.description.subtitle, 'internal', {});
}

it('The list of actions begins with what most come for', () => {
	const actions = operations.map(({ option }) => option.action);
	expect(actions.slice(0, 4)).toEqual([
		'Send text message',
		'Send image',
		'Send document',
		'Send audio file or voice message',
	]);
});

it('The node says below its name what it does, by the names that the lists show', () => {
	const shown = operations.map(({ path }) => {
		const [resource = '', operation = ''] = path.split('/');
		return subtitleOf(new WhatsAppLinked(), { resource, operation });
	});
	expect(shown).toContain('Send Text: Message');
	expect(shown).toEqual(operations.map(({ resource, option }) => `${option.name}: ${resource}`));
});

it('The trigger says below its name what starts it, by the names that the list shows', () => {
	const events = eventOptions.map(({ value }) => value);
	const names = eventOptions.map(({ name }) => name);
	expect(subtitleOf(new WhatsAppLinkedTrigger(), { events })).toBe(names.join(', '));
});

it.each(resources)(
	'Resource $option.value has a default operation that exists',
	({ operations, defaultOperation }) => {
		expect(Object.keys(operations)).toContain(defaultOperation);
	},
);

/** From little to much, or from first to last. */
const BY_SIZE = new Set(['waitFor', 'duration', 'resumeUnit', 'priority']);

it('The node keeps every list in alphabetical order, but for messages, the steps of a delivery, priorities and times', () => {
	for (const { name, options } of allLists(properties)) {
		if (BY_SIZE.has(name) || options === messageOptions) continue;
		const names = options.map((option) =>
			'displayName' in option ? option.displayName : option.name,
		);
		// The list of actions follows that of resources.
		const sorted = name === 'resource' ? names.slice(1) : names;
		expect([name, sorted]).toEqual([name, [...sorted].sort((a, b) => a.localeCompare(b, 'en'))]);
	}
});

it('The list of actions begins with what most people look for, and keeps together what belongs together', () => {
	const names = messageOptions.map(({ name }) => name);
	expect(names.slice(0, 4)).toEqual(['Send Text', 'Send Image', 'Send Document', 'Send Audio']);
	const kindOf = (name: string) => /^Send /.test(name);
	expect(names.map(kindOf)).toEqual(names.map(kindOf).sort((a, b) => Number(b) - Number(a)));
});

it.each([
	['send message', ACTION],
	['zapi', ACTION],
	['evolution', ACTION],
	['waha', ACTION],
	['reaction', ACTION],
	['read receipt', ACTION],
	['send message', TRIGGER],
	['zapi', TRIGGER],
	['reaction', TRIGGER],
	['read receipt', TRIGGER],
])('The node is found by "%s" (%#)', (words, { alias }) => {
	expect(alias).toContain(words);
	expect(new Set(alias).size).toBe(alias.length);
});

it('The description of both nodes says that they send and receive: n8n shows them as one', () => {
	for (const { description } of [new WhatsAppLinked(), new WhatsAppLinkedTrigger()]) {
		expect(description.description).toMatch(/^Send .*(receive|comes in)/);
	}
});

it('The node links to documentation that n8n can append its parameters to', () => {
	const urls = [
		new WhatsAppLinkedApi().documentationUrl,
		...[ACTION, TRIGGER].flatMap(
			({ resources: { primaryDocumentation, credentialDocumentation } }) =>
				[...primaryDocumentation, ...credentialDocumentation].map(({ url }) => url),
		),
	];
	for (const url of urls) {
		const { searchParams, hash } = new URL(`${url}?utm_source=n8n_app`);
		expect([url, searchParams.get('utm_source'), hash]).toEqual([url, 'n8n_app', '']);
	}
});

it('What is forwarded may disappear and be typed, like all that is sent, but answers nothing', () => {
	const optionsOf = (path: string) => {
		const { description = [] } = operations.find((operation) => operation.path === path) ?? {};
		return allLists(description)
			.find(({ name }) => name === 'options')
			?.options.map(({ name }) => name);
	};
	const shared = optionsOf('message/sendLocation')?.filter((name) => !name.startsWith('reply'));
	expect(optionsOf('message/forward')?.sort()).toEqual(['reference', ...(shared ?? [])].sort());
});

/** More makes OpenAI refuse the tool. */
const LONGEST_TOOL_DESCRIPTION = 1024;

it.each(operations)(
	'Operation $path tells a model what it is for, and what each field means',
	({ path }) => {
		const [resource = '', operation = ''] = path.split('/');
		const shown = properties.filter(({ displayOptions }) => {
			const { show } = displayOptions ?? {};
			return show?.resource?.includes(resource) && show.operation?.includes(operation);
		});
		const [tool] = shown.filter(({ name }) => name === 'toolDescription');
		const text = String(tool?.default);
		expect(tool?.displayOptions?.show?.['@tool']).toEqual([true]);
		expect(text.length).toBeLessThanOrEqual(LONGEST_TOOL_DESCRIPTION);
		expect(text).not.toContain('undefined');
		for (const { type, displayName, required } of shown) {
			if (required && type !== 'fixedCollection') expect(text).toContain(`\n${displayName}: `);
		}
	},
);

it('Every required field is empty at first, but for the name of a binary field', () => {
	const filled = properties
		.filter(({ required, name }) => required && name !== 'binaryField')
		.map(({ default: value }) => (value as { value?: string }).value ?? value)
		.filter((value) => value !== '');
	expect(filled).toEqual([]);
});

it.each([new WhatsAppLinked(), new WhatsAppLinkedTrigger()])(
	'The credential is tested by a function of the node',
	({ description: { credentials }, methods }) => {
		const credential = new WhatsAppLinkedApi();
		const tested = credentials?.find(({ name }) => name === credential.name)?.testedBy;
		expect(Object.keys(methods.credentialTest)).toEqual([tested]);
	},
);

it('Two instances of the node share nothing that n8n may change', () => {
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
