import { amount, decimal } from '../../money.ts';
import type { Sold } from './billing.ts';
import type { Party } from './customers.ts';
import type { Year } from './year.ts';

const HOME_SIZES = [4.4, 5.2, 6.6, 6.6, 8.25, 9.9, 13.2] as const;
const BUSINESS_SIZES = [19.8, 29.7, 39.6, 54] as const;

/** What a customer buys: panels, and one in three a battery too. */
export function system(year: Year, party: Party): readonly Sold[] {
  const { dice, trade } = year;
  const kilowatts = party.business ? dice.pick(BUSINESS_SIZES) : dice.pick(HOME_SIZES);
  const common = {
    tax: party.business ? trade.businessTax : trade.homeTax,
    class: party.business || party.below !== undefined ? 'Commercial' : 'Residential',
  } as const;
  return [
    {
      ...common,
      item: 'Solar Installation',
      description: `${kilowatts} kW solar system`,
      amount: amount(decimal(kilowatts).times(trade.perKilowatt)),
    },
    ...(dice.once(3)
      ? [{ ...common, item: 'Battery Storage', description: 'Battery, installed', amount: trade.battery }]
      : []),
  ];
}

/** One part of what was sold, of so many percent; undefined takes what earlier parts left. */
export function part(
  sold: readonly Sold[],
  name: string,
  percent: number | undefined,
  earlier: readonly number[],
): readonly Sold[] {
  return sold.map((line) => {
    const share = (of: number) => decimal(amount(decimal(line.amount).times(of).div(100)));
    const left = earlier.reduce((rest, of) => rest.minus(share(of)), decimal(line.amount));
    const value = percent === undefined ? left : share(percent);
    return { ...line, amount: amount(value), description: `${name}: ${line.description}` };
  });
}
