package ledger;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Books transactions, each from one account to another. */
public class Ledger {
    private record Transaction(LocalDate day, String from, String to, BigDecimal amount) {
        static Transaction of(String line) {
            String[] cells = line.split(",");
            return new Transaction(LocalDate.parse(cells[0]), cells[1], cells[2], new BigDecimal(cells[3]));
        }
    }

    private final List<Transaction> transactions;

    public Ledger() throws IOException {
        try (var reader = new BufferedReader(new InputStreamReader(Ledger.class.getResourceAsStream("/transactions.csv"), StandardCharsets.UTF_8))) {
            transactions = reader.lines().skip(1).map(Transaction::of).toList();
        }
        System.out.println(transactions.size() + " transactions read");
    }

    public Statement mainHandler(Query query) {
        LocalDate until = LocalDate.parse(query.getUntil());
        Map<String, BigDecimal> balances = new TreeMap<>();
        BigDecimal turnover = BigDecimal.ZERO;
        int booked = 0;
        for (Transaction each : transactions) {
            if (each.day().isAfter(until)) continue;
            balances.merge(each.from(), each.amount().negate(), BigDecimal::add);
            balances.merge(each.to(), each.amount(), BigDecimal::add);
            turnover = turnover.add(each.amount());
            booked++;
        }
        BigDecimal sum = balances.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        if (sum.signum() != 0) throw new IllegalStateException("the accounts are out by " + sum);
        if (!query.getAccounts().isEmpty()) {
            for (String account : query.getAccounts()) {
                if (!balances.containsKey(account)) throw new IllegalArgumentException("there is no account " + account);
            }
            balances.keySet().retainAll(query.getAccounts());
        }
        System.out.println(booked + " booked until " + until);
        return new Statement(booked + " transactions until " + until + ": " + balances, booked, balances, turnover);
    }
}
