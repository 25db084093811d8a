/** Charts as PNG and Vega-Lite. */
package org.sqlflow.report.charts;
