"""Pictures of figures as SVG: geometry in numbers, colours by class, words escaped by the page.

Where people read from the right, the whole picture does: bars begin at the right, time runs to the
left, as the columns of the tables beside it. Each function is pure: figures in, a Chart out.
"""

from reviews.insight.charts.ages import ages_chart
from reviews.insight.charts.flow import flow_chart
from reviews.insight.charts.outcomes import outcomes_chart
from reviews.insight.charts.reasons import reasons_chart
from reviews.insight.charts.sheet import Chart, Mark
from reviews.insight.charts.timing import timing_chart
from reviews.insight.charts.waits import waits_chart

__all__ = [
    "Chart",
    "Mark",
    "ages_chart",
    "flow_chart",
    "outcomes_chart",
    "reasons_chart",
    "timing_chart",
    "waits_chart",
]
