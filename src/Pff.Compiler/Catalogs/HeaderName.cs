using Pff.Compiler.Diagnostics;
using Pff.Compiler.Manifest;
using Pff.Core.Diagnostics;
using Pff.Core.Plan;

namespace Pff.Compiler.Catalogs;

/// <summary>Names of headers that a catalogue gives a value to.</summary>
internal static class HeaderName
{
    /// <param name="name">What is sent.</param>
    /// <param name="place">Where it is named.</param>
    /// <returns>False where it cannot be used, which is then reported.</returns>
    public static bool Check(string name, YamlScalar place, DiagnosticBag diagnostics)
    {
        if (!CatalogueValues.IsHeaderName(name))
        {
            diagnostics.Add(CompilerDiagnostics.NotAHeaderName(place));
            return false;
        }

        if (ConnectionHeaders.Has(name))
        {
            diagnostics.Add(CompilerDiagnostics.HeaderOfConnection(place, name));
            return false;
        }

        return true;
    }
}
