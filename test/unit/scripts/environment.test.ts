import { n8nEnvironment } from '../../../scripts/n8n/environment.mjs';

const original = process.env['NO_PROXY'];
afterEach(() => {
	if (original === undefined) delete process.env['NO_PROXY'];
	else process.env['NO_PROXY'] = original;
});

const environment = () =>
	n8nEnvironment({ folder: '/n8n', home: '/home', port: 1, brokerPort: 2, extra: {} });

test('a proxy is not asked for what is on this machine', () => {
	delete process.env['NO_PROXY'];
	expect(environment()).toMatchObject({ NO_PROXY: 'localhost,127.0.0.1' });
	process.env['NO_PROXY'] = 'example.org';
	expect(environment()).toMatchObject({ NO_PROXY: 'example.org,localhost,127.0.0.1' });
});
