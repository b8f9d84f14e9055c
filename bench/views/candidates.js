// How each candidate draws the same nodes and edges at given places, in as few words as it takes. Chosen by the bundler.
import { select } from "d3-selection";
import { zoom } from "d3-zoom";
import Graph from "graphology";
import Sigma from "sigma";
import cytoscape from "cytoscape";
import ForceGraph from "force-graph";
import { Network } from "vis-network/standalone";

export const candidates = {
  sigma(box, { nodes, edges }) {
    const graph = new Graph({ multi: true });
    nodes.forEach((n) => graph.addNode(n.id, { x: n.x, y: -n.y, size: n.size, color: n.color, label: n.id }));
    edges.forEach((e) => graph.addEdge(e.source, e.target, { size: 1, color: "#bbbbbb" }));
    new Sigma(graph, box);
  },
  cytoscape(box, { nodes, edges }) {
    cytoscape({
      container: box,
      elements: [
        ...nodes.map((n) => ({ data: n, position: { x: n.x, y: n.y } })),
        ...edges.map((e) => ({ data: { source: e.source, target: e.target } })),
      ],
      layout: { name: "preset", fit: true },
      style: [
        { selector: "node", style: { width: "data(size)", height: "data(size)", "background-color": "data(color)", label: "data(id)" } },
        { selector: "edge", style: { width: 1, "line-color": "#bbbbbb", "curve-style": "haystack" } },
      ],
    });
  },
  "force-graph"(box, { nodes, edges }) {
    new ForceGraph(box)
      .width(box.clientWidth)
      .height(box.clientHeight)
      .graphData({ nodes: nodes.map((n) => ({ ...n, fx: n.x, fy: n.y })), links: edges.map((e) => ({ ...e })) })
      .nodeColor((n) => n.color)
      .nodeLabel((n) => n.id)
      .cooldownTicks(0)
      .zoom(0.4);
  },
  "vis-network"(box, { nodes, edges }) {
    new Network(
      box,
      {
        nodes: nodes.map((n) => ({ id: n.id, label: n.id, x: n.x, y: n.y, size: n.size, shape: "dot", color: n.color })),
        edges: edges.map((e) => ({ from: e.source, to: e.target, color: "#bbbbbb" })),
      },
      { physics: false, edges: { smooth: false } },
    );
  },
  "d3-zoom, canvas"(box, { nodes, edges }) {
    const canvas = box.appendChild(document.createElement("canvas"));
    canvas.width = box.clientWidth;
    canvas.height = box.clientHeight;
    const context = canvas.getContext("2d");
    const byId = new Map(nodes.map((n) => [n.id, n]));
    const lines = edges.map((e) => [byId.get(e.source), byId.get(e.target)]);
    let asked = false;
    let view = { k: 0.4, x: canvas.width / 2, y: canvas.height / 2 };
    const draw = () => {
      asked = false;
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.clearRect(0, 0, canvas.width, canvas.height);
      context.setTransform(view.k, 0, 0, view.k, view.x, view.y);
      context.strokeStyle = "#bbbbbb";
      context.beginPath();
      for (const [a, b] of lines) {
        context.moveTo(a.x, a.y);
        context.lineTo(b.x, b.y);
      }
      context.stroke();
      for (const n of nodes) {
        context.fillStyle = n.color;
        context.beginPath();
        context.arc(n.x, n.y, n.size, 0, 7);
        context.fill();
        context.fillText(n.id, n.x + n.size, n.y);
      }
    };
    select(canvas).call(
      zoom().on("zoom", (event) => {
        const { k, x, y } = event.transform;
        view = { k: 0.4 * k, x: x + (k * canvas.width) / 2, y: y + (k * canvas.height) / 2 };
        if (!asked) asked = requestAnimationFrame(draw);
      }),
    );
    draw();
  },
  "d3-zoom, svg"(box, { nodes, edges }) {
    const make = (parent, name, attributes) => {
      const element = parent.appendChild(document.createElementNS("http://www.w3.org/2000/svg", name));
      Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
      return element;
    };
    const svg = make(box, "svg", { width: box.clientWidth, height: box.clientHeight, viewBox: "-1250 -875 2500 1750" });
    const all = make(svg, "g", {});
    const byId = new Map(nodes.map((n) => [n.id, n]));
    edges.forEach((e) => {
      const [a, b] = [byId.get(e.source), byId.get(e.target)];
      make(all, "line", { x1: a.x, y1: a.y, x2: b.x, y2: b.y, stroke: "#bbbbbb" });
    });
    nodes.forEach((n) => {
      make(all, "circle", { cx: n.x, cy: n.y, r: n.size, fill: n.color });
      make(all, "text", { x: n.x + n.size, y: n.y, "font-size": 10 }).textContent = n.id;
    });
    select(svg).call(zoom().on("zoom", (event) => all.setAttribute("transform", event.transform)));
  },
};
