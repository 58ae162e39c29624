// What the server says about one chart.
export interface Series {
  name: string;
  values: (number | null)[];
  n?: number[];
  urls?: string[];
  tone?: string;
}

export interface Spec {
  kind: "trend" | "pareto" | "ranking";
  labels: string[];
  bars?: Series;
  lines?: Series[];
  target?: { value: number; name: string };
}

export namespace Chart {
  export interface Click {
    seriesName?: string;
    dataIndex: number;
  }
}

export function seriesOf(spec: Spec): Series[] {
  return [...(spec.bars ? [spec.bars] : []), ...(spec.lines ?? [])];
}

export function urlAt(spec: Spec, click: Chart.Click): string | undefined {
  const hit = seriesOf(spec).find((series) => series.name === click.seriesName);
  return hit?.urls?.[click.dataIndex];
}
