import type { CfnDashboard } from 'aws-cdk-lib/aws-quicksight';
import { DATA_SETS, type DataSetName } from '../../../src/domain/insight/index.ts';

type ColumnOf<Name extends DataSetName> = keyof (typeof DATA_SETS)[Name]['columns'] & string;

interface Drawn<Name extends DataSetName> {
  readonly id: string;
  readonly title: string;
  /** Along the axis: days and months are texts that sort as they follow each other. */
  readonly along: ColumnOf<Name>;
  readonly values: readonly ColumnOf<Name>[];
  /** One line or one colour for each of its values. */
  readonly by?: ColumnOf<Name>;
}

const titled = (title: string) => ({ visibility: 'VISIBLE', formatText: { plainText: title } });

/** Fields have ids of their own in a visual, so that they can be sorted by. */
const idOf = (visual: string, column: string): string => `${visual}.${column}`;

function fieldsOf<Name extends DataSetName>(dataSet: Name, { id, along, values, by }: Drawn<Name>) {
  const column = (columnName: string) => ({ dataSetIdentifier: dataSet, columnName });
  const category = (name: string) => ({
    categoricalDimensionField: { fieldId: idOf(id, name), column: column(name) },
  });
  return {
    category: [category(along)],
    values: values.map((name) => ({
      numericalMeasureField: {
        fieldId: idOf(id, name),
        column: column(name),
        aggregationFunction: { simpleNumericalAggregation: 'SUM' },
      },
    })),
    ...(by === undefined ? {} : { colors: [category(by)] }),
  };
}

const inOrder = ({ id, along }: { readonly id: string; readonly along: string }) => [
  { fieldSort: { fieldId: idOf(id, along), direction: 'ASC' } },
];

/** Values over time, a line for each. */
export function lines<Name extends DataSetName>(dataSet: Name, drawn: Drawn<Name>): CfnDashboard.VisualProperty {
  return {
    lineChartVisual: {
      visualId: drawn.id,
      title: titled(drawn.title),
      chartConfiguration: {
        type: 'LINE',
        fieldWells: { lineChartAggregatedFieldWells: fieldsOf(dataSet, drawn) },
        sortConfiguration: { categorySort: inOrder(drawn) },
      },
    },
  };
}

/** Values side by side, or stacked by what they are of. */
export function bars<Name extends DataSetName>(dataSet: Name, drawn: Drawn<Name>): CfnDashboard.VisualProperty {
  return {
    barChartVisual: {
      visualId: drawn.id,
      title: titled(drawn.title),
      chartConfiguration: {
        orientation: 'VERTICAL',
        barsArrangement: drawn.by === undefined ? 'CLUSTERED' : 'STACKED',
        fieldWells: { barChartAggregatedFieldWells: fieldsOf(dataSet, drawn) },
        sortConfiguration: { categorySort: inOrder(drawn) },
      },
    },
  };
}

/** Rows as they are: a share is no sum. */
export function table(dataSet: DataSetName, id: string, title: string): CfnDashboard.VisualProperty {
  return {
    tableVisual: {
      visualId: id,
      title: titled(title),
      chartConfiguration: {
        fieldWells: {
          tableUnaggregatedFieldWells: {
            values: Object.keys(DATA_SETS[dataSet].columns).map((columnName) => ({
              fieldId: idOf(id, columnName),
              column: { dataSetIdentifier: dataSet, columnName },
            })),
          },
        },
      },
    },
  };
}
