package backtest

import "math"

// ridge is the weight of the squared coefficients of standardised features in what
// a logistic fit minimises. It keeps a feature that separates few cases perfectly
// from running off to infinity.
const ridge = 1

// logistic fits a logistic regression by Newton's method (iteratively reweighted
// least squares; Hastie, Tibshirani and Friedman, The Elements of Statistical
// Learning, 2009, section 4.4.1) and returns the constant and one coefficient a
// feature, for features as they are given. The constant is not held back.
func logistic(cases [][]float64, truths []bool) (constant float64, coefficients []float64) {
	if len(cases) == 0 {
		return 0, nil
	}
	means, deviations := spread(cases)
	n := len(means)
	weights := make([]float64, n+1)
	x := make([]float64, n+1)
	for range 25 {
		gradient, hessian := make([]float64, n+1), square(n+1)
		for j := 1; j <= n; j++ {
			gradient[j], hessian[j][j] = ridge*weights[j], ridge
		}
		for i, c := range cases {
			x[0] = 1
			for j := range c {
				x[j+1] = (c[j] - means[j]) / deviations[j]
			}
			addCase(gradient, hessian, x, truths[i], weights)
		}
		for j, step := range solve(hessian, gradient) {
			weights[j] -= step
		}
	}
	constant, coefficients = weights[0], make([]float64, n)
	for j := range coefficients {
		coefficients[j] = weights[j+1] / deviations[j]
		constant -= coefficients[j] * means[j]
	}
	return constant, coefficients
}

// addCase adds one case's part to the gradient and the Hessian of the loss.
func addCase(gradient []float64, hessian [][]float64, x []float64, truth bool, weights []float64) {
	var sum float64
	for j := range x {
		sum += weights[j] * x[j]
	}
	p := 1 / (1 + math.Exp(-sum))
	miss := p
	if truth {
		miss--
	}
	for i := range x {
		gradient[i] += miss * x[i]
		for j := range x {
			hessian[i][j] += p * (1 - p) * x[i] * x[j]
		}
	}
}

// spread is each feature's mean and standard deviation; 1 for one that never varies.
func spread(cases [][]float64) (means, deviations []float64) {
	n := float64(len(cases))
	means, deviations = make([]float64, len(cases[0])), make([]float64, len(cases[0]))
	for _, c := range cases {
		for j, x := range c {
			means[j] += x / n
		}
	}
	for _, c := range cases {
		for j, x := range c {
			deviations[j] += (x - means[j]) * (x - means[j]) / n
		}
	}
	for j, variance := range deviations {
		deviations[j] = 1
		if variance > 0 {
			deviations[j] = math.Sqrt(variance)
		}
	}
	return means, deviations
}

func square(n int) [][]float64 {
	rows := make([][]float64, n)
	for i := range rows {
		rows[i] = make([]float64, n)
	}
	return rows
}

// solve solves a symmetric positive definite system by Gauss's elimination. Both
// arguments are used up. A row that holds nothing gives 0.
func solve(matrix [][]float64, right []float64) []float64 {
	n := len(right)
	for i := range n {
		for k := i + 1; k < n && matrix[i][i] > 0; k++ {
			factor := matrix[k][i] / matrix[i][i]
			for j := i; j < n; j++ {
				matrix[k][j] -= factor * matrix[i][j]
			}
			right[k] -= factor * right[i]
		}
	}
	solution := make([]float64, n)
	for i := n - 1; i >= 0; i-- {
		if matrix[i][i] <= 0 {
			continue
		}
		solution[i] = right[i]
		for j := i + 1; j < n; j++ {
			solution[i] -= matrix[i][j] * solution[j]
		}
		solution[i] /= matrix[i][i]
	}
	return solution
}
