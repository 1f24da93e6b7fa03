import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { resources } from '../../../nodes/WhatsAppLinked/actions';

jest.mock('../../../nodes/shared/gateway', () => ({}));

const ROOT = join(__dirname, '..', '..', '..');

/** Sections 1.3 and 1.4 of Z-API's documentation, what our node has besides, and of section 1.8 what it has. */
const FEATURES = [
	...['Text', 'Reply', 'Private answer to a group message', 'Mention participants'],
	...['Mention everyone silently', 'Mention groups of a community', 'Image', 'Sticker', 'GIF'],
	...['Audio', 'Video', 'Video note', 'Document', 'Link with custom card', 'Location', 'Contact'],
	...['Several contacts', 'Product card', 'Catalog card', 'Button – action'],
	...['Button – simple text', 'Button – with image', 'Button – with video', 'Option list'],
	...['Copy-code (OTP) button', 'PIX button', 'Carousel', 'Poll', 'Event'],
	...['Channel admin invite', 'Meta AI chat', 'Reply to a status', 'View once'],
	...['Disappearing message', 'Edit text', 'Edit caption', 'Reaction', 'Remove reaction'],
	...['Delete message for everyone', 'Delete message for me', 'Read message', 'Forward'],
	...['Pin / unpin message', 'Star / unstar message', 'Vote in poll', 'Respond to event'],
	...['Edit / cancel event', 'Download media of a message', 'Status of a message'],
	...['Create group', 'List groups', 'Group metadata', 'Add participants'],
];

const rows = readFileSync(join(ROOT, 'docs/features.md'), 'utf8')
	.split('\n')
	.filter((line) => line.startsWith('| ') && !/^\| (Feature |--)/.test(line))
	.map((line) => line.split('|').map((cell) => cell.trim()))
	.map(([, feature = '', operation = '', status = '', test = '']) => ({
		feature,
		operation,
		status,
		test,
	}));

test('no feature is missing from docs/features.md, and none is there twice', () => {
	expect(rows.map(({ feature }) => feature)).toEqual(FEATURES);
});

test.each(rows)('$feature: status and test are true', ({ feature, status, test: named }) => {
	if (status.startsWith('impossible: ')) return;
	expect(status).toMatch(/^works\b/);
	const [file = '', title = ''] = named.split(': ');
	expect(title).toBe(feature);
	const source = readFileSync(join(ROOT, 'test/n8n', file), 'utf8');
	expect(source).toMatch(`test('${title}'`);
});

test.each(rows)('$feature: the operation is in the node', ({ operation }) => {
	const names = resources
		.flatMap(({ operations }) => Object.values(operations))
		.map(({ option }) => option.name);
	for (const name of operation.split(', ')) {
		if (/^(any$|Options > |Header$)|captions/.test(name)) continue;
		expect(names).toContain(name);
	}
});
