/** Models of XGBoost, in the formats JSON and UBJSON. */
@NullMarked
package dev.updraft.foreign.xgboost;

import org.jspecify.annotations.NullMarked;
