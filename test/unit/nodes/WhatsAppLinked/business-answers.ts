import type { BusinessProfile } from '../../../../engine/gateway/contract';
import type { gatewayDouble } from '../doubles';

const CATEGORY = { id: '1758418281071392', name: 'Florist' };

const least: BusinessProfile = {
	...{ phone: null, lid: null, description: null, email: null, address: null },
	...{ websites: [], categories: [], hours: null, cover: null, cartEnabled: null },
};
const most: BusinessProfile = {
	...{ phone: '5511900000002', lid: '77@lid', description: 'Fresh flowers' },
	...{ email: 'hello@example.com', address: 'Rua das Flores 10' },
	...{ websites: ['https://example.com'], categories: [CATEGORY], cartEnabled: true },
	hours: {
		timezone: 'America/Sao_Paulo',
		days: [
			{ day: 'monday', mode: 'specificHours', opens: '09:00', closes: '18:00' },
			{ day: 'sunday', mode: 'appointmentOnly' },
		],
	},
	cover: { id: '77', url: 'https://pps.whatsapp.net/v/cover.jpg' },
};

/** What the engine answers about businesses: as little as there can be, or all there can be. */
export function businessAnswers(isAll: boolean) {
	const profile = isAll ? most : least;
	return {
		'business.getProfile': () => profile,
		'business.updateProfile': () => profile,
		'business.searchCategories': () => [CATEGORY],
		'business.setCover': () => ({ coverId: '77' }),
		'business.removeCover': () => ({ coverId: isAll ? '77' : null }),
	} satisfies Parameters<typeof gatewayDouble>[0];
}
