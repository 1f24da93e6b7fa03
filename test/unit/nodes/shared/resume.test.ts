import { isServer } from '../../../../nodes/shared/resume';

test.each([
	[['node', '/usr/bin/n8n'], true],
	[['node', '/usr/bin/n8n', 'start'], true],
	[['node', '/usr/bin/n8n', 'start', '--open'], true],
	[['node', '/usr/bin/n8n', 'worker'], false],
	[['node', '/usr/bin/n8n', 'webhook'], false],
	[['node', '/usr/bin/n8n', 'execute', '--id=1'], false],
	[['node', '/usr/bin/n8n', 'export:workflow'], false],
	[['node', '/project/node_modules/.bin/jest'], false],
	[['node'], false],
])('%j is the server: %p', (argv, expected) => {
	expect(isServer(argv)).toBe(expected);
});
