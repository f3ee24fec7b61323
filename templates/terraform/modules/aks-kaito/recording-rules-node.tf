locals {
  # Names and meaning of the series are those of the node mixin of the Prometheus project (node_exporter,
  # docs/node-mixin); Azure's job for node_exporter is called `node`. A list, because rules of a group run in order and
  # later ones read earlier ones.
  node_recording_rules = concat(
    [
      {
        record     = "instance:node_num_cpu:sum"
        expression = "count without (cpu, mode) (node_cpu_seconds_total{job=\"node\", mode=\"idle\"})"
      },
      {
        record     = "instance:node_cpu_utilisation:rate5m"
        expression = "1 - avg without (cpu) (sum without (mode) (rate(node_cpu_seconds_total{job=\"node\", mode=~\"idle|iowait|steal\"}[5m])))"
      },
      {
        record     = "instance:node_load1_per_cpu:ratio"
        expression = "node_load1{job=\"node\"} / instance:node_num_cpu:sum{job=\"node\"}"
      },
      {
        record     = "instance:node_memory_utilisation:ratio"
        expression = "1 - (${local.node_available_memory}) / node_memory_MemTotal_bytes{job=\"node\"}"
      },
      {
        record     = "instance:node_vmstat_pgmajfault:rate5m"
        expression = "rate(node_vmstat_pgmajfault{job=\"node\"}[5m])"
      },
    ],
    [
      for metric in ["node_disk_io_time_seconds", "node_disk_io_time_weighted_seconds"] : {
        record     = "instance_device:${metric}:rate5m"
        expression = "rate(${metric}_total{job=\"node\", device!=\"\"}[5m])"
      }
    ],
    [
      for metric in [
        "node_network_receive_bytes",
        "node_network_transmit_bytes",
        "node_network_receive_drop",
        "node_network_transmit_drop",
        ] : {
        record     = "instance:${metric}_excluding_lo:rate5m"
        expression = "sum without (device) (rate(${metric}_total{job=\"node\", device!=\"lo\"}[5m]))"
      }
    ],
  )

  # Kernels before 3.14 do not report the available memory, hence the sum.
  node_available_memory = join(" ", [
    "node_memory_MemAvailable_bytes{job=\"node\"} or",
    "(${join(" + ", [for part in ["Buffers", "Cached", "MemFree", "Slab"] : "node_memory_${part}_bytes{job=\"node\"}"])})",
  ])
}
