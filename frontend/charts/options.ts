// The look of the charts, from the product's own colours: quiet axes, one target line, honest zero.
import type { EChartsCoreOption } from "echarts/core";
import { type Series, type Spec, seriesOf } from "./data";

const NARROW = 520;
const TOP = 5;
const FEW = 8;

function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

function tone(series: Series): string {
  return colour({ accent: "accent-ink", indigo: "indigo", amber: "amber" }[series.tone ?? ""] ?? "accent-ink");
}

const text = () => ({ color: colour("ink-2"), fontFamily: colour("font"), fontSize: 12 });
const escaped = (words: string) => words.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);

function valueAxis(unit: string, extra: object): object {
  return {
    type: "value",
    axisLabel: { ...text(), formatter: unit ? `{value} ${unit}` : undefined },
    splitLine: { lineStyle: { color: colour("line") } },
    ...extra,
  };
}

function target(spec: Spec): object | undefined {
  if (!spec.target) return undefined;
  const along = spec.kind === "ranking" ? { xAxis: spec.target.value } : { yAxis: spec.target.value };
  return {
    silent: true,
    symbol: "none",
    lineStyle: { color: colour("red"), type: [5, 4], width: 1.25 },
    label: {
      ...text(),
      color: colour("red"),
      formatter: spec.target.name,
      position: { ranking: "start", pareto: "insideEndTop", trend: "insideStartTop" }[spec.kind],
    },
    data: [along],
  };
}

function tooltip(spec: Spec, unit: (series: Series) => string): object {
  return {
    trigger: "axis",
    axisPointer: { type: "shadow", shadowStyle: { color: colour("grey-soft"), opacity: 0.5 } },
    backgroundColor: colour("paper"),
    borderColor: colour("line-2"),
    textStyle: { ...text(), color: colour("ink") },
    confine: true,
    formatter: (found: { dataIndex: number }[]) => {
      const at = found[0].dataIndex;
      const lines = seriesOf(spec).map((series) => {
        const value = series.values[at];
        const n = series.n ? ` <span style="opacity:.7">n = ${series.n[at]}</span>` : "";
        const shown = value === null ? "–" : `<b>${value}</b>${unit(series)}${n}`;
        return `<div>${escaped(series.name)}  ${shown}</div>`;
      });
      return `<div style="max-width:260px;white-space:normal"><b>${escaped(spec.labels[at])}</b>${lines.join("")}</div>`;
    },
  };
}

function bar(series: Series, extra: object): object {
  return { type: "bar", name: series.name, data: series.values, cursor: "pointer", barMaxWidth: 34, ...extra };
}

function line(series: Series, extra: object): object {
  return {
    type: "line",
    name: series.name,
    data: series.values,
    lineStyle: { color: tone(series), width: 2 },
    itemStyle: { color: tone(series) },
    symbol: "circle",
    symbolSize: 6,
    connectNulls: true,
    cursor: "pointer",
    ...extra,
  };
}

function legend(shown: boolean): object {
  return { show: shown, top: 0, left: 0, itemWidth: 16, itemHeight: 9, textStyle: text(), inactiveColor: colour("ink-3") };
}

function shortened(spec: Spec, most: number): Spec {
  const cut = (series: Series) => ({ ...series, values: series.values.slice(0, most) });
  return { ...spec, labels: spec.labels.slice(0, most), bars: spec.bars && cut(spec.bars), lines: spec.lines?.map(cut) };
}

function standing(whole: Spec, width: number): EChartsCoreOption {
  const spec = whole.kind === "pareto" && width < NARROW ? shortened(whole, FEW) : whole;
  const lines = spec.lines ?? [];
  const percent = spec.bars ? 1 : 0;
  const pareto = spec.kind === "pareto";
  const most = 100;
  const quiet = { color: colour("grey-soft"), borderColor: colour("line-2"), borderWidth: 1, borderRadius: [3, 3, 0, 0] };
  const strong = { color: colour("accent-ink"), borderRadius: [3, 3, 0, 0] };
  const ranked = (value: number | null, index: number) =>
    index < TOP ? { value, itemStyle: strong } : { value, itemStyle: quiet };
  const every = pareto ? 0 : "auto";
  const labels = {
    ...text(),
    interval: every,
    ...(pareto ? { rotate: 38, width: width < NARROW ? 76 : 108, overflow: "truncate" } : {}),
  };
  const counts = valueAxis("", { minInterval: 1, splitLine: { show: false } });
  const shares = valueAxis("%", { min: 0, max: most, interval: 20 });
  return {
    grid: { left: 8, right: 8, top: 40, bottom: 4, containLabel: true },
    legend: legend(true),
    tooltip: tooltip(spec, (series) => (series === spec.bars ? "" : " %")),
    xAxis: { type: "category", data: spec.labels, axisLabel: labels, axisTick: { show: false }, axisLine: { lineStyle: { color: colour("line-2") } } },
    yAxis: spec.bars ? [counts, shares] : [shares],
    series: [
      ...(spec.bars ? [bar(spec.bars, pareto ? { data: spec.bars.values.map(ranked), itemStyle: strong } : { itemStyle: quiet })] : []),
      ...lines.map((one, index) =>
        line(one, { yAxisIndex: percent, ...(index === 0 ? { markLine: target(spec) } : {}), z: 3 }),
      ),
    ],
  };
}

function ranking(spec: Spec, width: number): EChartsCoreOption {
  const bars = spec.bars as Series;
  const reached = (value: number | null) => spec.target === undefined || (value ?? 0) >= spec.target.value;
  const data = bars.values.map((value) => ({
    value,
    itemStyle: { color: reached(value) ? colour("accent-ink") : colour("amber"), borderRadius: [0, 3, 3, 0] },
  }));
  return {
    grid: { left: 4, right: 44, top: 26, bottom: 4, containLabel: true },
    tooltip: tooltip(spec, () => " %"),
    xAxis: valueAxis("%", { min: 0, max: 100, interval: width < NARROW ? 50 : 20 }),
    yAxis: {
      type: "category",
      inverse: true,
      data: spec.labels,
      axisLabel: { ...text(), width: width < NARROW ? 84 : 130, overflow: "truncate" },
      axisTick: { show: false },
      axisLine: { lineStyle: { color: colour("line-2") } },
    },
    series: [
      {
        type: "bar",
        name: bars.name,
        data,
        cursor: "pointer",
        barMaxWidth: 18,
        label: { show: true, position: "insideRight", ...text(), color: colour("paper"), formatter: "{c} %" },
        markLine: target(spec),
      },
    ],
  };
}

export function options(spec: Spec, width: number): EChartsCoreOption {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const drawn = spec.kind === "ranking" ? ranking(spec, width) : standing(spec, width);
  return { ...drawn, animation: !calm, animationDuration: 250, textStyle: text(), aria: { enabled: true } };
}
