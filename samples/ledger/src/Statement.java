package ledger;

import java.math.BigDecimal;
import java.util.Map;

/** The answer. */
public record Statement(String summary, int transactions, Map<String, BigDecimal> balances, BigDecimal turnover) {
}
