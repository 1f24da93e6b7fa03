import { groupInvite } from '../../../../../engine/content/outgoing/group-invite';
import { START } from '../../../../support/fake-clock';
import { errorOf } from '../../support';
import { BOB, buildContext, checkContext, GROUP, lookUps } from './support';

const inAnHour = new Date(START + 3_600_000).toISOString();
const content = { type: 'groupInvite', group: GROUP, code: 'ABCD', expiresAt: inAnHour } as const;

describe('An invite to a group', () => {
	test('says what the group is called now', async () => {
		const whatsApp = lookUps({ groupSubject: async (group) => `Name of ${group}` });
		const found = (await groupInvite.lookUp?.(content, whatsApp, BOB)) ?? '';
		expect(groupInvite.build(content, buildContext(found))).toEqual({
			groupInviteMessage: {
				groupJid: GROUP,
				groupName: `Name of ${GROUP}`,
				inviteCode: 'ABCD',
				inviteExpiration: Math.floor(Date.parse(inAnHour) / 1000),
				caption: 'Invitation to join my WhatsApp group',
			},
		});
	});

	test('is not sent when it has expired', () => {
		expect(() => groupInvite.check(content, checkContext())).not.toThrow();
		expect(() => groupInvite.check({ ...content, expiresAt: null }, checkContext())).not.toThrow();
		const late = { ...checkContext(), now: START + 3_600_000 };
		expect(errorOf(() => groupInvite.check(content, late))).toMatchObject({ code: 'TOO_LATE' });
	});
});
