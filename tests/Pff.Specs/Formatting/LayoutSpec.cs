using Pff.Compiler.Formatting;
using Pff.Core.Text;

namespace Pff.Specs.Formatting;

/// <summary>What formatting changes and what it leaves, one example a rule.</summary>
public sealed class LayoutSpec
{
    [Fact]
    public void Everything_that_formatting_does() => Assert.Equal(
        """
        # About the file.
        version: "1.0"
        sequences:
          # About the first.
          first:
            # Why there is a step.
            - name: 'say "hi"'
              when: "{{a > 1 && b}}"  # only some
              method: get_customer
              args: { msisdn: "{{msisdn}}" }
              save_as: customer
            - return:
                # Why it is returned.
                text: |
                  two
                    lines
                number: 12

          second:
            - skip: "{{ {'a': 1} }}"
              # At the end of the step.

        """,
        Format(
            """
            # About the file.
            version:   '1.0'
            sequences:
                # About the first.
                first:
                -   # Why there is a step.
                    method: get_customer
                    args: {msisdn: "{{ msisdn }}"}
                    save_as: customer
                    when: "{{a>1&&b}}"  # only some
                    name: "say \"hi\""
                - return:
                    # Why it is returned.
                    text: |
                        two
                          lines
                    number:  12
                second:
                - skip: "{{{'a':1}}}"
                  # At the end of the step.

            """));

    [Fact]
    public void Brackets_that_are_too_long_become_lines()
    {
        var items = string.Join(", ", Enumerable.Range(0, 12).Select(i => $"field_number_{i}: 1"));
        var formatted = Format($"api: crm\nlimits: {{ {items} }}\nhosts: [ a, b ]\n");
        Assert.Contains("limits:\n  field_number_0: 1\n  field_number_1: 1\n", formatted, StringComparison.Ordinal);
        Assert.EndsWith("hosts: [a, b]\n", formatted, StringComparison.Ordinal);
    }

    [Fact]
    public void Line_breaks_of_Windows_stay() => Assert.Equal("a: 1\r\nb: 2\r\n", Format("a:   1\r\nb: 2"));

    [Fact]
    public void What_only_looks_like_an_expression_stays() => Assert.Equal(
        "version: \"1.0\"\nmetadata: { name: \"{{ a+b }}\" }\nsequences:\n  fix:\n    - skip: \"{{a + b}}\"\n",
        Format("version: \"1.0\"\nmetadata: { name: \"{{ a+b }}\" }\nsequences:\n  fix:\n    - skip: \"{{ a+b }}\"\n"));

    [Fact]
    public void A_text_with_a_syntax_error_is_refused_with_that_error()
    {
        var formatted = YamlFormatter.Format(new SourceText("m.yaml", "a: [1\nb: 2\n"));
        Assert.Null(formatted.Text);
        Assert.Equal("PFF1101", formatted.Diagnostics[0].Code);
    }

    private static string? Format(string text) => YamlFormatter.Format(new SourceText("m.yaml", text)).Text;
}
