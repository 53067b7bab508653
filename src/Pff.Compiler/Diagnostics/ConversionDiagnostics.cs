using Pff.Core.Diagnostics;
using Pff.Core.Text;

namespace Pff.Compiler.Diagnostics;

/// <summary>PFF1880 to PFF1899: conversion between manifests and modules.</summary>
public static partial class CompilerDiagnostics
{
    /// <param name="name">The sequence, or the program.</param>
    /// <param name="why">What is wrong with the converted text, where it is known.</param>
    public static Diagnostic ConversionDiffers(SourceText source, TextSpan span, string name, LocalizedText? why) => Error(
        "PFF1880", source, span,
        $"Converted, '{name}' would not mean the same, so nothing is written.",
        $"Convertido, '{name}' não significaria o mesmo, então nada é gravado.") with
    {
        Help = why,
    };

    public static Diagnostic NotConvertible(SourceText source, TextSpan span, LocalizedText what, LocalizedText why) => Error(
        "PFF1881", source, span,
        $"{what.English} cannot be converted: {why.English}.",
        $"{what.Portuguese} não pode ser convertido: {why.Portuguese}.");
}
