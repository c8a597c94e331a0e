"""Alerts that are caused: real processes, real servers, a real Prometheus with the rules of deploy/observability.

    make alarms                             everything, in some minutes; prints what fired, why, and when it ended
    make alarms CAUSE="stop the broker"

So that nobody waits for hours, the times in the rules (`for`, ranges, thresholds) are a tenth of what they are; that
they are right at full length is shown by promtool in tests/deploy/test_alerts.py.
"""
