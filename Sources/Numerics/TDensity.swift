internal import CGSL

/// The log density of the t law with unit variance.
package struct TDensity {
  private let constant, power, width: Double

  package init(freedom nu: Double) {
    width = nu - 2
    power = (nu + 1) / 2
    constant =
      gsl_sf_lngamma((nu + 1) / 2) - gsl_sf_lngamma(nu / 2)
      - 0.5 * Elementary.log(Double.pi * (nu - 2))
  }

  package func log(_ z: Double) -> Double { constant - power * Elementary.log(1 + z * z / width) }
}
