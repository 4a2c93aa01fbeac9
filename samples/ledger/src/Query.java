package ledger;

import java.util.List;

/** The event: a day, and the accounts to tell of; all of them unless some are named. */
public class Query {
    private String until = "9999-12-31";
    private List<String> accounts = List.of();

    public String getUntil() {
        return until;
    }

    public void setUntil(String until) {
        this.until = until;
    }

    public List<String> getAccounts() {
        return accounts;
    }

    public void setAccounts(List<String> accounts) {
        this.accounts = accounts;
    }
}
