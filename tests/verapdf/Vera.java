import java.io.FileInputStream;
import java.util.Map;
import java.util.TreeMap;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/**
 * Validates PDF files: first argument the flavours (3a,ua1), then the files. Prints one tab-separated line
 * "flavour file PASS checks" or "flavour file FAIL checks", each failed rule on a line after it: "\tclause-test message".
 */
public class Vera {
    public static void main(String[] arguments) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        for (int i = 1; i < arguments.length; i++) {
            for (String name : arguments[0].split(",")) {
                report(PDFAFlavour.fromString(name), name, arguments[i]);
            }
        }
    }

    private static void report(PDFAFlavour flavour, String name, String file) throws Exception {
        try (PDFAParser parser = Foundries.defaultInstance().createParser(new FileInputStream(file), flavour)) {
            ValidationResult result =
                Foundries.defaultInstance().createValidator(flavour, false).validate(parser);
            String verdict = result.isCompliant() ? "PASS" : "FAIL";
            System.out.println(String.join("\t", name, file, verdict, "" + result.getTotalAssertions()));
            Map<String, String> failed = new TreeMap<>();
            for (TestAssertion assertion : result.getTestAssertions()) {
                if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                    String rule = assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber();
                    failed.putIfAbsent(rule, assertion.getMessage().replaceAll("\\s+", " ")
                        + " @ " + assertion.getLocation().getContext());
                }
            }
            failed.forEach((rule, message) -> System.out.println("\t" + rule + " " + message));
        }
    }
}
