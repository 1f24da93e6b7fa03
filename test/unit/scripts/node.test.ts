import { isRunningOnOurNode } from '../../../scripts/setup/node.mjs';

test.each([
	['24.9.1', true],
	['24.9.2', true],
	['24.10.0', true],
	['24.9.0', false],
	['24.8.5', false],
	['22.20.3', false],
	['25.0.0', false],
])('where Node 24.9.1 is wanted, Node %s will do: %s', (running, willDo) => {
	expect(isRunningOnOurNode(running, '24.9.1')).toBe(willDo);
});
