using Pff.Core.Diagnostics;
using Pff.Core.Text;

namespace Pff.Compiler.Tests;

public sealed class DiagnosticBagTests
{
    [Fact]
    public void What_is_said_twice_is_kept_once_its_repair_included()
    {
        var source = new SourceText("a.yaml", "a = b");
        var bag = new DiagnosticBag();
        bag.Add(Said());
        bag.Add(Said());
        Assert.Single(bag.ToSorted());

        Diagnostic Said() => new("PFF1013", Severity.Error, new("wrong", "errado"), source, new TextSpan(2, 1))
        {
            Fix = new Fix(new("Replace", "Trocar"), [new TextEdit(new TextSpan(2, 1), "==")]),
        };
    }
}
