"""What it costs to reach a target, and forecasts (opens with the issue on the law and the plan)."""
